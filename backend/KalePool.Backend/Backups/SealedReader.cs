using System.Buffers.Binary;
using System.Security.Cryptography;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Backups;

/// <summary>Reads a file of <see cref="SealedFormat"/>: whatever comes out is what was written, in its place.</summary>
sealed class SealedReader : Stream
{
    readonly Stream _from;
    readonly byte[] _header = new byte[SealedFormat.HeaderBytes];
    readonly AesGcm _cipher;
    readonly byte[] _piece = new byte[SealedFormat.PieceBytes];
    readonly byte[] _sealed = new byte[SealedFormat.PieceBytes + SealedFormat.TagBytes];
    int _at;
    int _length;
    long _number;
    bool _isOver;

    /// <exception cref="StorageException">It is no backup, or was encrypted with another master key.</exception>
    public SealedReader(Stream from, MasterKeys masters)
    {
        _from = from;
        var read = from.ReadAtLeast(_header, _header.Length, throwOnEndOfStream: false);
        _cipher = SealedFormat.OpenCipher(SealedFormat.KeyOf(_header.AsSpan(0, read), masters), _header);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="StorageException">Something of it was changed, or its end is missing.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_at == _length && !_isOver) Open();
        var part = Math.Min(buffer.Length, _length - _at);
        _piece.AsSpan(_at, part).CopyTo(buffer);
        _at += part;
        return part;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _cipher.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Whether a piece is the last one stands in its nonce: it is tried as one that is not, and as one that is where the file ends behind it.</summary>
    void Open()
    {
        Span<byte> length = stackalloc byte[SealedFormat.LengthBytes];
        if (_from.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length) throw new StorageException("its end is missing");
        var size = BinaryPrimitives.ReadInt32BigEndian(length);
        if (size is < 0 or > SealedFormat.PieceBytes) throw Changed();
        var piece = _sealed.AsSpan(0, size + SealedFormat.TagBytes);
        if (_from.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false) < piece.Length) throw new StorageException("its end is missing");
        (_at, _length) = (0, size);
        if (!TryOpen(piece, isLast: false))
        {
            if (!TryOpen(piece, isLast: true)) throw Changed();
            if (_from.ReadByte() >= 0) throw Changed();
            _isOver = true;
        }
        _number++;
    }

    bool TryOpen(ReadOnlySpan<byte> piece, bool isLast)
    {
        Span<byte> nonce = stackalloc byte[AesGcm.NonceByteSizes.MaxSize];
        SealedFormat.WriteNonce(nonce, _number, isLast);
        try
        {
            _cipher.Decrypt(nonce, piece[..^SealedFormat.TagBytes], piece[^SealedFormat.TagBytes..], _piece.AsSpan(0, _length), _header);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    StorageException Changed() => new($"it was changed or damaged (piece {_number + 1})");
}
