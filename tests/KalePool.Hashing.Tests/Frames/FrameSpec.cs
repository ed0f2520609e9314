using System.Buffers;
using KalePool.Hashing.Frames;

namespace KalePool.Hashing.Tests.Frames;

public class FrameSpec
{
    static readonly SearchTemplate Template = ProofOfWorkVector.All[0].Template;

    /// <summary>Each with its length on the wire.</summary>
    public static TheoryData<WorkerFrame, int> Frames => new()
    {
        { new ReadyFrame("avx512+1"), 14 },
        { new JobFrame(7, Template, new NonceRange(ulong.MaxValue - 9, 10), -1), 103 },
        { new JobFrame(uint.MaxValue, Template, new NonceRange(0, ulong.MaxValue), 63), 103 },
        { new StopFrame(), 6 },
        { new FoundFrame(7, ulong.MaxValue, Template.HashOf(1)), 50 },
        { new ProgressFrame(7, 1UL << 40, IsEnd: true), 19 },
        { new ProgressFrame(8, 0, IsEnd: false), 19 },
    };

    [Theory, MemberData(nameof(Frames))]
    public void Comes_out_as_it_went_in(WorkerFrame frame, int length)
    {
        var bytes = Bytes(frame);
        Assert.Equal(length, bytes.Length);
        var arrived = new ReadOnlySequence<byte>([.. bytes, 1, 2, 3]);
        Assert.Equal(frame, FrameReader.Read(ref arrived));
        Assert.Equal([1, 2, 3], arrived.ToArray());
    }

    [Theory, MemberData(nameof(Frames))]
    public void Waits_for_what_is_missing(WorkerFrame frame, int length)
    {
        var bytes = Bytes(frame);
        for (var i = 0; i < length; i++)
        {
            var arrived = new ReadOnlySequence<byte>(bytes, 0, i);
            Assert.Null(FrameReader.Read(ref arrived));
            Assert.Equal(i, arrived.Length);
        }
    }

    [Theory, MemberData(nameof(Frames))]
    public void Refuses_a_byte_more_or_less_or_another_head(WorkerFrame frame, int length)
    {
        var bytes = Bytes(frame);
        // A stated length of one less or more; a name may have any.
        foreach (var other in (int[])[length - 5, length - 3])
        {
            byte[] changed = [(byte)other, 0, 0, 0, .. bytes[4..], 0];
            if (frame is not ReadyFrame)
                Refuses(changed);
        }

        Refuses([.. bytes[..4], 1, .. bytes[5..]]);
        Refuses([.. bytes[..5], 9, .. bytes[6..]]);
        Refuses([0xFF, 0xFF, 0xFF, 0xFF, .. bytes[4..]]);
        Refuses([129, 0, 0, 0]);
        Refuses([1, 0, 0, 0, 1]);
    }

    [Fact]
    public void Refuses_fields_without_sense()
    {
        var job = Bytes(new JobFrame(7, Template, new NonceRange(5, 10), 3));
        const int fields = 6;
        Refuses(With(job, fields + 96, 64)); // zeros
        Refuses(With(job, fields + 96, 0xFE));
        Refuses(With(job, fields + 4 + SearchTemplate.NonceOffset, 1)); // a nonce in the template
        Refuses([.. job[..(fields + 80)], .. Enumerable.Repeat((byte)0xFF, 16), job[^1]]); // past the last nonce
        Refuses(With(Bytes(new ProgressFrame(7, 1, false)), fields + 12, 2));
        Refuses(With(Bytes(new ReadyFrame("scalar")), fields, 0xC3));
        Refuses([2, 0, 0, 0, 2, 1]); // no name
    }

    [Fact]
    public void Never_takes_noise_for_more_than_frames()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var noise = new byte[random.Next(0, 160)];
            random.NextBytes(noise);
            if (noise.Length >= 6 && i % 2 == 0)
                (noise[0], noise[1], noise[2], noise[3], noise[4], noise[5]) = ((byte)random.Next(0, 130), 0, 0, 0, 2, (byte)random.Next(0, 7));
            var arrived = new ReadOnlySequence<byte>(noise);
            try
            {
                if (FrameReader.Read(ref arrived) is { } frame)
                    Assert.Equal(noise[..(noise.Length - (int)arrived.Length)], Bytes(frame));
            }
            catch (InvalidDataException)
            {
                // Refused, which is what noise deserves.
            }
        }
    }

    [Fact]
    public void Refuses_to_write_what_it_would_not_read()
    {
        foreach (var name in (string[])["", new string('x', 33), "ä"])
            Assert.Throws<ArgumentException>(() => Bytes(new ReadyFrame(name)));
        Assert.Throws<ArgumentException>(() => Bytes(new JobFrame(1, Template, new NonceRange(0, 1), 64)));
    }

    [Fact]
    public async Task Comes_through_a_pipe_in_pieces()
    {
        using var pipe = new FramePipe(new Trickle(Bytes(new StopFrame()).Concat(Bytes(new ReadyFrame("avx2")))), Stream.Null);
        Assert.Equal(new StopFrame(), await pipe.ReadAsync(CancellationToken.None));
        Assert.Equal(new ReadyFrame("avx2"), await pipe.ReadAsync(CancellationToken.None));
        Assert.Null(await pipe.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_pipe_that_ends_within_a_frame_is_broken()
    {
        using var pipe = new FramePipe(new Trickle(Bytes(new ReadyFrame("avx2"))[..^1]), Stream.Null);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await pipe.ReadAsync(CancellationToken.None));
    }

    static byte[] With(byte[] bytes, int index, byte value)
    {
        var changed = (byte[])bytes.Clone();
        changed[index] = value;
        return changed;
    }

    static void Refuses(byte[] bytes)
    {
        Assert.Throws<InvalidDataException>(() =>
        {
            var arrived = new ReadOnlySequence<byte>(bytes);
            return FrameReader.Read(ref arrived);
        });
    }

    static byte[] Bytes(WorkerFrame frame)
    {
        var writer = new ArrayBufferWriter<byte>();
        FrameWriter.Write(writer, frame);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>One byte at a time.</summary>
    sealed class Trickle(IEnumerable<byte> bytes) : MemoryStream([.. bytes])
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
