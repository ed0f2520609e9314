using System.Buffers.Binary;
using System.Text;

namespace KalePool.Fuzz.Engine;

/// <summary>Makes inputs of others: every change that has broken readers before, drawn by a seed.</summary>
public sealed class Mutator(Random random)
{
    /// <summary>Bytes of an input.</summary>
    public const int MostBytes = 64 << 10;

    const int MostChanges = 6;

    static readonly byte[][] Words = [.. new[]
    {
        "null", "true", "\"\"", "{}", "[]", "[null]", "-1", "0", "1e400", "-0", "1.5", "2147483648", "4294967296", "9223372036854775807", "-9223372036854775808", "18446744073709551616",
        "\"\\u0000\"", "\"\\ud800\"", "\u202e", "\ufeff", "\r\n", "\n", "\t", "=", "#", "'", "\"", "\\", "%00", "%", "://", "@", ":", "?", "&", ",", "[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "AAAA", "==",
    }.Select(Encoding.UTF8.GetBytes)];

    static readonly long[] Numbers = [0, 1, -1, 2, 3, 4, 16, 64, 127, 128, 255, 256, 1024, short.MaxValue, ushort.MaxValue, 1 << 20, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    /// <param name="other">From which pieces are taken.</param>
    public byte[] Change(ReadOnlySpan<byte> input, ReadOnlySpan<byte> other)
    {
        var bytes = new List<byte>(input.Length + 64);
        bytes.AddRange(input);
        for (var left = 1 + random.Next(MostChanges); left > 0; left--) ChangeOnce(bytes, other);
        if (bytes.Count > MostBytes) bytes.RemoveRange(MostBytes, bytes.Count - MostBytes);
        return [.. bytes];
    }

    void ChangeOnce(List<byte> bytes, ReadOnlySpan<byte> other)
    {
        if (bytes.Count == 0)
        {
            bytes.AddRange(Pick(Words));
            return;
        }
        var at = random.Next(bytes.Count);
        switch (random.Next(12))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes[at] = (byte)(bytes[at] + random.Next(-8, 9));
                break;
            case 3:
                Overwrite(bytes, at & ~3, Number());
                break;
            case 4:
                Overwrite(bytes, at, Number());
                break;
            case 5:
                bytes.RemoveRange(at, Length(bytes.Count - at));
                break;
            case 6:
                bytes.InsertRange(at, bytes.GetRange(at, Length(bytes.Count - at)));
                break;
            case 7:
                bytes.InsertRange(at, Pick(Words));
                break;
            case 8:
                Overwrite(bytes, at, Pick(Words));
                break;
            case 9 when other.Length > 0:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other.Slice(from, Length(other.Length - from)).ToArray());
                break;
            case 10:
                ReplaceDigits(bytes, at);
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    /// <summary>A number in text becomes another one.</summary>
    void ReplaceDigits(List<byte> bytes, int at)
    {
        var start = bytes.FindIndex(at, b => char.IsAsciiDigit((char)b));
        if (start < 0) return;
        var end = start;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end])) end++;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)].ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    byte[] Number()
    {
        var number = Numbers[random.Next(Numbers.Length)];
        var bytes = new byte[1 << random.Next(4)];
        Span<byte> whole = stackalloc byte[sizeof(long)];
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt64BigEndian(whole, number);
            whole[^bytes.Length..].CopyTo(bytes);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(whole, number);
            whole[..bytes.Length].CopyTo(bytes);
        }
        return bytes;
    }

    /// <summary>Mostly a few, sometimes up to all.</summary>
    int Length(int most) => 1 + random.Next(random.Next(4) == 0 ? most : Math.Min(most, 16));

    T Pick<T>(T[] items) => items[random.Next(items.Length)];

    static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        for (var i = 0; i < with.Length && at + i < bytes.Count; i++) bytes[at + i] = with[i];
    }
}
