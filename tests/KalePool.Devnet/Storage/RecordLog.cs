using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KalePool.Devnet.Storage;

/// <summary>
/// A file of records that only grows. A record is its length (u32, and once more inverted), SHA-256 over the record before's hash and its own bytes, the bytes, and
/// one byte that is not zero. Whoever dies while writing leaves a beginning of a record, which is cut off when the file is opened again; anything else that does
/// not fit is damage. Big-endian.
/// </summary>
sealed class RecordLog : IDisposable
{
    public const int MaxRecordBytes = 1 << 30;
    const int LengthBytes = 8;
    const int HeadBytes = LengthBytes + SHA256.HashSizeInBytes;
    const byte End = 0xED;

    readonly FileStream _file;
    readonly string _path;
    byte[] _last = new byte[SHA256.HashSizeInBytes];

    RecordLog(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    static ReadOnlySpan<byte> Magic => "KalePool.Devnet1"u8;

    public long Length => _file.Length;

    /// <summary>Begins a new file in place of any there is.</summary>
    public static RecordLog Create(string path)
    {
        var log = new RecordLog(Open(path, FileMode.Create), path);
        log._file.Write(Magic);
        return log;
    }

    /// <summary>Opens what there is and hands each record to <paramref name="take"/>; what was not written to its end is cut off.</summary>
    /// <exception cref="StateFileException">Not such a file, damaged, or in use.</exception>
    public static RecordLog Open(string path, Action<ReadOnlyMemory<byte>> take)
    {
        var log = new RecordLog(Open(path, FileMode.Open), path);
        try
        {
            log.ReadAll(take);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    static FileStream Open(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StateFileException($"--state: {failed.Message}", failed);
        }
    }

    /// <summary>Writes a record behind the others; it is safe only after <see cref="Flush"/>.</summary>
    public void Append(ReadOnlySpan<byte> record)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Length, MaxRecordBytes, nameof(record));
        var hash = Chain(_last, record);
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)record.Length);
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], ~(uint)record.Length);
        hash.CopyTo(head[LengthBytes..]);
        _file.Write(head);
        _file.Write(record);
        _file.WriteByte(End);
        _last = hash;
    }

    /// <summary>Returns when everything written is on the disk.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();

    void ReadAll(Action<ReadOnlyMemory<byte>> take)
    {
        Span<byte> magic = stackalloc byte[Magic.Length];
        if (_file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual(Magic))
        {
            throw new StateFileException($"--state: {_path} is not a state file of devnet");
        }
        while (_file.Position < _file.Length)
        {
            var begin = _file.Position;
            if (ReadRecord() is { } record)
            {
                take(record);
                continue;
            }
            _file.SetLength(begin);
            _file.Position = begin;
            Flush();
        }
    }

    /// <summary>The next record; null if it was not written to its end.</summary>
    byte[]? ReadRecord()
    {
        var begin = _file.Position;
        Span<byte> head = stackalloc byte[HeadBytes];
        if (_file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (BinaryPrimitives.ReadUInt32BigEndian(head[4..]) != ~length || length > MaxRecordBytes)
        {
            // Where the machine itself went down, the file may have grown without having been written.
            return RestIsZero(begin) ? null : throw Damaged(begin, "the length of a record does not fit");
        }
        if (_file.Length - _file.Position < length + 1L) return null;
        var record = new byte[length];
        _file.ReadExactly(record);
        var end = _file.ReadByte();
        if (end != End) return RestIsZero(_file.Position - 1) ? null : throw Damaged(begin, "the end of a record does not fit");
        var hash = Chain(_last, record);
        if (!head[LengthBytes..].SequenceEqual(hash)) throw Damaged(begin, "a record is not what was written");
        _last = hash;
        return record;
    }

    bool RestIsZero(long from)
    {
        var buffer = new byte[1 << 16];
        _file.Position = from;
        for (int read; (read = _file.Read(buffer)) > 0;)
        {
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0)) return false;
        }
        return true;
    }

    StateFileException Damaged(long at, string how) => new($"--state: {_path} is damaged at byte {at}: {how}");

    static byte[] Chain(ReadOnlySpan<byte> last, ReadOnlySpan<byte> record)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(last);
        hash.AppendData(record);
        return hash.GetHashAndReset();
    }
}
