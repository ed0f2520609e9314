using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KalePool.Contracts.Tracing;

/// <summary>
/// The correlation id of all that happens for one pooler in one block: pooler, backend and actors each derive the same one, so that it needs no place in a message or
/// event and outlives every restart.
/// </summary>
public static class BlockTrace
{
    const int TraceBytes = 16;
    const int SpanBytes = 8;

    /// <summary>A trace id as of W3C Trace Context: 32 hex digits of SHA-256 over the pooler's id (RFC 4122 order) and the block's index (big endian).</summary>
    public static string IdOf(Guid poolerId, uint block) => Convert.ToHexStringLower(Hash(poolerId, block).AsSpan(0, TraceBytes));

    /// <summary>The header <c>traceparent</c> of whatever belongs to that block.</summary>
    public static string ParentOf(Guid poolerId, uint block)
    {
        var hash = Hash(poolerId, block);
        return $"00-{Convert.ToHexStringLower(hash.AsSpan(0, TraceBytes))}-{Convert.ToHexStringLower(hash.AsSpan(TraceBytes, SpanBytes))}-01";
    }

    static byte[] Hash(Guid poolerId, uint block)
    {
        Span<byte> text = stackalloc byte[TraceBytes + sizeof(uint)];
        poolerId.TryWriteBytes(text, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(text[TraceBytes..], block);
        return SHA256.HashData(text);
    }
}
