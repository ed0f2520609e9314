using System.Diagnostics.CodeAnalysis;

namespace KalePool.Stellar.Xdr;

/// <summary>Immutable bytes that compare by value, in lexicographic order with the shorter first.</summary>
public readonly struct Opaque : IEquatable<Opaque>, IComparable<Opaque>
{
    readonly byte[]? _bytes;

    /// <summary>Takes ownership: nobody may change <paramref name="bytes"/> afterwards.</summary>
    internal Opaque(byte[] bytes) => _bytes = bytes;

    public Opaque(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    public ReadOnlySpan<byte> Span => _bytes;

    public ReadOnlyMemory<byte> Memory => _bytes;

    public int Length => _bytes?.Length ?? 0;

    public byte[] ToArray() => Span.ToArray();

    /// <summary>Lower-case hex.</summary>
    public string ToHex() => Convert.ToHexStringLower(Span);

    /// <exception cref="FormatException">Not hex.</exception>
    public static Opaque FromHex(string hex) => new(Convert.FromHexString(hex));

    public static Opaque Zeros(int length) => new(new byte[length]);

    public int CompareTo(Opaque other) => Span.SequenceCompareTo(other.Span);

    public bool Equals(Opaque other) => Span.SequenceEqual(other.Span);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Opaque other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public override string ToString() => ToHex();

    public static implicit operator Opaque(byte[] bytes) => new(bytes.AsSpan());

    public static Opaque FromByteArray(byte[] bytes) => new(bytes.AsSpan());

    public static bool operator ==(Opaque left, Opaque right) => left.Equals(right);

    public static bool operator !=(Opaque left, Opaque right) => !left.Equals(right);

    public static bool operator <(Opaque left, Opaque right) => left.CompareTo(right) < 0;

    public static bool operator <=(Opaque left, Opaque right) => left.CompareTo(right) <= 0;

    public static bool operator >(Opaque left, Opaque right) => left.CompareTo(right) > 0;

    public static bool operator >=(Opaque left, Opaque right) => left.CompareTo(right) >= 0;
}
