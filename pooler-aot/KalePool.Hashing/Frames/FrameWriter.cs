using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KalePool.Hashing.Frames;

/// <summary>Writes frames.</summary>
public static class FrameWriter
{
    /// <exception cref="ArgumentException">A kernel's name is not 1 to 32 characters of ASCII, or zeros are out of range.</exception>
    public static void Write(IBufferWriter<byte> output, WorkerFrame frame)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (frame)
        {
            case ReadyFrame ready:
                Write(output, ready);
                break;
            case JobFrame job:
                Write(output, job);
                break;
            case StopFrame:
                Begin(output, FrameKind.Stop, 0);
                End(output, 0);
                break;
            case FoundFrame found:
                Write(output, found);
                break;
            case ProgressFrame progress:
                Write(output, progress);
                break;
            default:
                throw new ArgumentException($"{frame} is no frame.", nameof(frame));
        }
    }

    static void Write(IBufferWriter<byte> output, ReadyFrame ready)
    {
        if (ready.Kernel.Length is 0 or > FrameFormat.MostNameBytes || !Ascii.IsValid(ready.Kernel))
            throw new ArgumentException($"A kernel's name has 1 to {FrameFormat.MostNameBytes} characters of ASCII, not \"{ready.Kernel}\".", nameof(ready));
        var fields = Begin(output, FrameKind.Ready, ready.Kernel.Length);
        Encoding.ASCII.GetBytes(ready.Kernel, fields);
        End(output, ready.Kernel.Length);
    }

    static void Write(IBufferWriter<byte> output, JobFrame job)
    {
        if (job.ZerosToBeat is < -1 or >= Digest.HexDigits)
            throw new ArgumentException($"Zeros to beat are −1 to 63, not {job.ZerosToBeat}.", nameof(job));
        var fields = Begin(output, FrameKind.Job, FrameFormat.JobBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(fields, job.Id);
        job.Template.Message(0).CopyTo(fields[4..]);
        BinaryPrimitives.WriteUInt64LittleEndian(fields[80..], job.Range.Start);
        BinaryPrimitives.WriteUInt64LittleEndian(fields[88..], job.Range.Count);
        fields[96] = unchecked((byte)(sbyte)job.ZerosToBeat);
        End(output, FrameFormat.JobBytes);
    }

    static void Write(IBufferWriter<byte> output, FoundFrame found)
    {
        var fields = Begin(output, FrameKind.Found, FrameFormat.FoundBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(fields, found.Id);
        BinaryPrimitives.WriteUInt64LittleEndian(fields[4..], found.Nonce);
        found.Hash.ToBytes().CopyTo(fields[12..]);
        End(output, FrameFormat.FoundBytes);
    }

    static void Write(IBufferWriter<byte> output, ProgressFrame progress)
    {
        var fields = Begin(output, FrameKind.Progress, FrameFormat.ProgressBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(fields, progress.Id);
        BinaryPrimitives.WriteUInt64LittleEndian(fields[4..], progress.Tried);
        fields[12] = progress.IsEnd ? (byte)1 : (byte)0;
        End(output, FrameFormat.ProgressBytes);
    }

    /// <summary>Writes what stands before the fields; returns room for those.</summary>
    static Span<byte> Begin(IBufferWriter<byte> output, FrameKind kind, int fieldBytes)
    {
        var all = output.GetSpan(FrameFormat.LengthBytes + FrameFormat.HeadBytes + fieldBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(all, (uint)(FrameFormat.HeadBytes + fieldBytes));
        all[FrameFormat.LengthBytes] = FrameFormat.Version;
        all[FrameFormat.LengthBytes + 1] = (byte)kind;
        return all[(FrameFormat.LengthBytes + FrameFormat.HeadBytes)..];
    }

    static void End(IBufferWriter<byte> output, int fieldBytes) => output.Advance(FrameFormat.LengthBytes + FrameFormat.HeadBytes + fieldBytes);
}
