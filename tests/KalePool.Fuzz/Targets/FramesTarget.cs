using System.Buffers;
using KalePool.Fuzz.Engine;
using KalePool.Hashing;
using KalePool.Hashing.Frames;

namespace KalePool.Fuzz.Targets;

/// <summary>What comes through the pipes between the pooler and its workers, at either end, in whatever pieces.</summary>
public sealed class FramesTarget : IFuzzTarget
{
    public string Name => "frames";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Choice.Of(0, Bytes(new ReadyFrame("avx512"))),
        Choice.Of(1, Bytes(new JobFrame(7, SearchTemplate.Create(123_456, new byte[32], new byte[32]), new NonceRange(1UL << 40, 1_000), 6))),
        Choice.Of(5, Bytes(new StopFrame(), new FoundFrame(7, ulong.MaxValue, Digest.FromBytes(new byte[32])), new ProgressFrame(7, 1_000_000, true))),
    ];

    public Allowance Allowance => Allowance.Usual;

    public void Run(ReadOnlySpan<byte> input)
    {
        var piece = 1 + Choice.Among(16, input, out var bytes);
        try
        {
            var (all, read) = (InPieces(bytes.ToArray(), piece), new ArrayBufferWriter<byte>());
            while (FrameReader.Read(ref all) is { } frame) FrameWriter.Write(read, frame);
            BrokenException.ThrowIf(!bytes[..read.WrittenCount].SequenceEqual(read.WrittenSpan), "frames that are written in another way");
            BrokenException.ThrowIf(all.Length + read.WrittenCount != bytes.Length, "bytes of no frame were passed over");
        }
        catch (InvalidDataException)
        {
            // The other side is no worker, or no parent, of ours.
        }
    }

    static byte[] Bytes(params WorkerFrame[] frames)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var frame in frames) FrameWriter.Write(bytes, frame);
        return bytes.WrittenSpan.ToArray();
    }

    static ReadOnlySequence<byte> InPieces(byte[] bytes, int length)
    {
        if (bytes.Length == 0) return ReadOnlySequence<byte>.Empty;
        var first = new Piece(bytes.AsMemory(0, Math.Min(length, bytes.Length)), 0);
        var last = first;
        for (var at = length; at < bytes.Length; at += length) last = last.Then(bytes.AsMemory(at, Math.Min(length, bytes.Length - at)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
