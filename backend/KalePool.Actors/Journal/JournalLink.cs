using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KalePool.Actors.Journal;

/// <summary>
/// What chains an entity's events together. A link is SHA-256 over the link before it and all that an event is; it stands in the row itself, as the last member of
/// its JSON, so that one write has both or none and every copy of the table has the chain. Whoever reads the event passes over a member that he does not know.
/// </summary>
/// <remarks>Hashed are, behind one another: a name of this format, the link before (32 bytes), and with a length (4 bytes, big-endian) before each: the persistence id, the sequence
/// number (8 bytes), the manifest and the event's JSON without its link.</remarks>
public static class JournalLink
{
    /// <summary>Hex digits of a link.</summary>
    public const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>What the first link of a chain has before it.</summary>
    public static readonly string None = new('0', Digits);

    static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    static ReadOnlySpan<byte> Format => "kalepool journal link 1"u8;

    static ReadOnlySpan<byte> Opening => ",\"link\":\""u8;

    static ReadOnlySpan<byte> Closing => "\"}"u8;

    static int Added => Opening.Length + Digits + Closing.Length - 1;

    /// <param name="previous">The link before; <see cref="None"/> where there is none.</param>
    /// <param name="payload">The event's JSON.</param>
    public static string Of(string previous, string persistenceId, long sequenceNumber, string manifest, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, sequenceNumber);
        hash.AppendData(Format);
        hash.AppendData(Convert.FromHexString(previous));
        Append(hash, Encoding.UTF8.GetBytes(persistenceId));
        Append(hash, number);
        Append(hash, Encoding.UTF8.GetBytes(manifest));
        Append(hash, payload);
        Span<byte> link = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(link);
        return Convert.ToHexStringLower(link);
    }

    /// <summary>A row's message: the event's JSON with its link as the last member.</summary>
    /// <param name="payload">An object with at least one member.</param>
    public static byte[] Add(ReadOnlySpan<byte> payload, string link)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (payload is not [(byte)'{', _, .., (byte)'}'] || link.Length != Digits) throw new ArgumentException("an object of JSON and a link expected", nameof(payload));
        return [.. payload[..^1], .. Opening, .. Encoding.ASCII.GetBytes(link), .. Closing];
    }

    /// <returns>False where the row has no link: it was written before there were any.</returns>
    public static bool TryRemove(ReadOnlySpan<byte> message, out byte[] payload, out string link)
    {
        var start = message.Length - Added - 1;
        if (start > 1 && message.EndsWith(Closing) && message[start..].StartsWith(Opening))
        {
            var digits = message.Slice(start + Opening.Length, Digits);
            if (digits.IndexOfAnyExcept(HexDigits) < 0)
            {
                payload = [.. message[..start], (byte)'}'];
                link = Encoding.ASCII.GetString(digits);
                return true;
            }
        }
        (payload, link) = ([], None);
        return false;
    }

    static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
