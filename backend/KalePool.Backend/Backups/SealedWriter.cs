using System.Buffers.Binary;
using System.Security.Cryptography;
using KalePool.Backend.Custody;

namespace KalePool.Backend.Backups;

/// <summary>Writes a file of <see cref="SealedFormat"/>. Without <see cref="Complete"/> the file has no last piece, and nobody takes it for whole.</summary>
sealed class SealedWriter : Stream
{
    readonly Stream _to;
    readonly byte[] _header;
    readonly AesGcm _cipher;
    readonly byte[] _piece = new byte[SealedFormat.PieceBytes];
    readonly byte[] _sealed = new byte[SealedFormat.LengthBytes + SealedFormat.PieceBytes + SealedFormat.TagBytes];
    int _length;
    long _number;

    public SealedWriter(Stream to, MasterKey master)
    {
        _to = to;
        _header = SealedFormat.NewHeader(master);
        _cipher = SealedFormat.OpenCipher(master, _header);
        to.Write(_header);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full piece is held back: it may be the last.
            if (_length == _piece.Length) Seal(isLast: false);
            var part = Math.Min(buffer.Length, _piece.Length - _length);
            buffer[..part].CopyTo(_piece.AsSpan(_length));
            _length += part;
            buffer = buffer[part..];
        }
    }

    /// <summary>The last piece; nothing can be written behind it.</summary>
    public void Complete() => Seal(isLast: true);

    /// <summary>Pieces are written when they are full.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _cipher.Dispose();
        base.Dispose(disposing);
    }

    void Seal(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[AesGcm.NonceByteSizes.MaxSize];
        SealedFormat.WriteNonce(nonce, _number++, isLast);
        BinaryPrimitives.WriteInt32BigEndian(_sealed, _length);
        var ciphertext = _sealed.AsSpan(SealedFormat.LengthBytes, _length);
        _cipher.Encrypt(nonce, _piece.AsSpan(0, _length), ciphertext, _sealed.AsSpan(SealedFormat.LengthBytes + _length, SealedFormat.TagBytes), _header);
        _to.Write(_sealed.AsSpan(0, SealedFormat.LengthBytes + _length + SealedFormat.TagBytes));
        _length = 0;
    }
}
