using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace KalePool.Stellar.Xdr;

/// <summary>An XDR string: bytes that are text by custom only, so they are kept as they came and shown as UTF-8.</summary>
public readonly struct XdrString(Opaque bytes) : IEquatable<XdrString>, IComparable<XdrString>
{
    public XdrString(string text) : this(new Opaque(Encoding.UTF8.GetBytes(text)))
    {
    }

    public Opaque Bytes { get; } = bytes;

    public int CompareTo(XdrString other) => Bytes.CompareTo(other.Bytes);

    public bool Equals(XdrString other) => Bytes.Equals(other.Bytes);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is XdrString other && Equals(other);

    public override int GetHashCode() => Bytes.GetHashCode();

    /// <summary>The text, bytes that are no UTF-8 shown as U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);

    public static implicit operator XdrString(string text) => new(text);

    public static XdrString FromString(string text) => new(text);

    public static bool operator ==(XdrString left, XdrString right) => left.Equals(right);

    public static bool operator !=(XdrString left, XdrString right) => !left.Equals(right);

    public static bool operator <(XdrString left, XdrString right) => left.CompareTo(right) < 0;

    public static bool operator <=(XdrString left, XdrString right) => left.CompareTo(right) <= 0;

    public static bool operator >(XdrString left, XdrString right) => left.CompareTo(right) > 0;

    public static bool operator >=(XdrString left, XdrString right) => left.CompareTo(right) >= 0;
}
