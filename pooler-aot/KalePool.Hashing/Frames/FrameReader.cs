using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KalePool.Hashing.Frames;

/// <summary>Reads frames. Whatever is not exactly one is refused: the other side is then no worker, or no parent, of ours.</summary>
public static class FrameReader
{
    /// <summary>Takes the next frame from the front of what has arrived; null while it is not whole.</summary>
    /// <exception cref="InvalidDataException">It is no frame of this version.</exception>
    public static WorkerFrame? Read(ref ReadOnlySequence<byte> arrived)
    {
        if (arrived.Length < FrameFormat.LengthBytes)
            return null;
        Span<byte> bytes = stackalloc byte[FrameFormat.MostBytes];
        arrived.Slice(0, FrameFormat.LengthBytes).CopyTo(bytes);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length is < FrameFormat.HeadBytes or > FrameFormat.MostBytes)
            throw new InvalidDataException($"A frame of {length} bytes: expected {FrameFormat.HeadBytes} to {FrameFormat.MostBytes}.");
        if (arrived.Length < FrameFormat.LengthBytes + length)
            return null;
        arrived.Slice(FrameFormat.LengthBytes, length).CopyTo(bytes);
        var frame = Parse(bytes[..(int)length]);
        arrived = arrived.Slice(FrameFormat.LengthBytes + length);
        return frame;
    }

    static WorkerFrame Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != FrameFormat.Version)
            throw new InvalidDataException($"A frame of version {bytes[0]}: expected {FrameFormat.Version}.");
        var fields = bytes[FrameFormat.HeadBytes..];
        return (FrameKind)bytes[1] switch
        {
            FrameKind.Ready => Ready(fields),
            FrameKind.Job => Job(Exactly(fields, FrameFormat.JobBytes)),
            FrameKind.Stop when Exactly(fields, 0).IsEmpty => new StopFrame(),
            FrameKind.Found => Found(Exactly(fields, FrameFormat.FoundBytes)),
            FrameKind.Progress => Progress(Exactly(fields, FrameFormat.ProgressBytes)),
            _ => throw new InvalidDataException($"A frame of kind {bytes[1]}."),
        };
    }

    static ReadyFrame Ready(ReadOnlySpan<byte> fields) =>
        fields.Length is > 0 and <= FrameFormat.MostNameBytes && Ascii.IsValid(fields)
            ? new ReadyFrame(Encoding.ASCII.GetString(fields))
            : throw new InvalidDataException("A kernel's name that is none.");

    static JobFrame Job(ReadOnlySpan<byte> fields)
    {
        var (start, count) = (BinaryPrimitives.ReadUInt64LittleEndian(fields[80..]), BinaryPrimitives.ReadUInt64LittleEndian(fields[88..]));
        var zeros = (int)unchecked((sbyte)fields[96]);
        if (count > 0 && ulong.MaxValue - start < count - 1)
            throw new InvalidDataException($"{count} nonces from {start} go past the last.");
        if (zeros is < -1 or >= Digest.HexDigits)
            throw new InvalidDataException($"{zeros} zeros to beat.");
        var template = SearchTemplate.Of(fields.Slice(4, SearchTemplate.Length));
        if (!template.Message(0).AsSpan().SequenceEqual(fields.Slice(4, SearchTemplate.Length)))
            throw new InvalidDataException("A template with a nonce.");
        return new JobFrame(BinaryPrimitives.ReadUInt32LittleEndian(fields), template, new NonceRange(start, count), zeros);
    }

    static FoundFrame Found(ReadOnlySpan<byte> fields) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(fields), BinaryPrimitives.ReadUInt64LittleEndian(fields[4..]), Digest.FromBytes(fields[12..]));

    static ProgressFrame Progress(ReadOnlySpan<byte> fields) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(fields),
        BinaryPrimitives.ReadUInt64LittleEndian(fields[4..]),
        fields[12] switch { 0 => false, 1 => true, var other => throw new InvalidDataException($"An end of {other}: expected 0 or 1.") });

    static ReadOnlySpan<byte> Exactly(ReadOnlySpan<byte> fields, int length) =>
        fields.Length == length ? fields : throw new InvalidDataException($"Fields of {fields.Length} bytes: expected {length}.");
}
