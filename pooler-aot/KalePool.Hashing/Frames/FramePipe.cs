using System.IO.Pipelines;

namespace KalePool.Hashing.Frames;

/// <summary>Frames over a pair of streams.</summary>
/// <remarks>One reader and one writer at a time.</remarks>
public sealed class FramePipe : IDisposable
{
    readonly PipeReader _input;
    readonly PipeWriter _output;

    public FramePipe(Stream input, Stream output)
    {
        _input = PipeReader.Create(input);
        _output = PipeWriter.Create(output);
    }

    /// <summary>The next frame; null when the other side has closed.</summary>
    /// <exception cref="InvalidDataException">It is none, or the other side closed in the midst of one.</exception>
    /// <exception cref="IOException">The stream is broken.</exception>
    public async ValueTask<WorkerFrame?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await _input.ReadAsync(cancellation).ConfigureAwait(false);
            var rest = result.Buffer;
            var frame = FrameReader.Read(ref rest);
            if (frame is not null)
            {
                _input.AdvanceTo(rest.Start);
                return frame;
            }

            var isEmpty = result.Buffer.IsEmpty;
            _input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
                return isEmpty ? null : throw new InvalidDataException("The other side closed in the midst of a frame.");
        }
    }

    /// <exception cref="IOException">The other side is gone.</exception>
    public async ValueTask WriteAsync(WorkerFrame frame, CancellationToken cancellation)
    {
        FrameWriter.Write(_output, frame);
        await _output.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Closes both streams.</summary>
    public void Dispose()
    {
        _input.Complete();
        // With an error nothing is written any more: the other side may be gone.
        _output.Complete(new IOException("closed"));
    }
}
