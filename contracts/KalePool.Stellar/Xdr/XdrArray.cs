using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace KalePool.Stellar.Xdr;

/// <summary>An immutable array that compares element by element. Made by a collection expression.</summary>
[CollectionBuilder(typeof(XdrArray), nameof(XdrArray.Create))]
[SuppressMessage("Naming", "CA1710", Justification = "XDR's own word.")]
public sealed class XdrArray<T> : IReadOnlyList<T>, IEquatable<XdrArray<T>>
{
    public static readonly XdrArray<T> Empty = new([]);

    readonly T[] _items;

    /// <summary>Takes ownership: nobody may change <paramref name="items"/> afterwards.</summary>
    internal XdrArray(T[] items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public ReadOnlySpan<T> Span => _items;

    public bool Equals(XdrArray<T>? other) => other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => Equals(obj as XdrArray<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items) hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    public override string ToString() => $"[{string.Join(", ", _items)}]";
}

public static class XdrArray
{
    public static XdrArray<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? XdrArray<T>.Empty : new XdrArray<T>(items.ToArray());

    public static XdrArray<T> ToXdrArray<T>(this IEnumerable<T> items) => Create<T>([.. items]);
}
