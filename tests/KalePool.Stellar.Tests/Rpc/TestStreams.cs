namespace KalePool.Stellar.Tests.Rpc;

/// <summary>A body that never ends.</summary>
sealed class EndlessStream : ReadOnlyStream
{
    public override int Read(Span<byte> buffer)
    {
        buffer.Fill((byte)' ');
        return buffer.Length;
    }
}

/// <summary>A body whose connection breaks.</summary>
sealed class BreakingStream : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) => throw new IOException("connection reset");
}

abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(Read(buffer.Span));
        }
        catch (IOException e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
