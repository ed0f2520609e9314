using System.Text;
using System.Text.Json;

namespace KalePool.Pooler.Submission;

/// <summary>
/// What the pooler must not forget: one JSON record a line, only ever appended. A line that a crash left unfinished at the end is dropped; it was
/// never acted on. The file is held open, so a second pooler on the same file is refused.
/// </summary>
sealed class PoolerJournal : IDisposable
{
    /// <summary>Blocks kept when the file is opened: a day's, as long as a pail lives on mainnet.</summary>
    const uint KeptBlocks = 300;

    /// <summary>An envelope of 198 works has 96 kB, which are 128 kB of base64; their hashes beside it are 33 kB more.</summary>
    const int MaxLine = 256 << 10;

    readonly Lock _lock = new();
    readonly FileStream _file;

    PoolerJournal(string path, FileStream file, IReadOnlyList<JournalRecord> records)
    {
        Path = path;
        _file = file;
        Records = records;
    }

    /// <summary>What was in the file when it was opened.</summary>
    public IReadOnlyList<JournalRecord> Records { get; }

    public string Path { get; }

    /// <exception cref="IOException">The file cannot be used, or another process has it open; the message says which file.</exception>
    /// <exception cref="InvalidDataException">A line other than the last one is damaged.</exception>
    public static PoolerJournal Open(string path)
    {
        var file = OpenExclusively(path);
        try
        {
            var (records, length) = ReadAll(file);
            var newest = records.Count == 0 ? 0 : records.Max(record => record.Block);
            var settled = records.Select(SettledBy).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var kept = records
                .Where(record => record.Block + KeptBlocks >= newest || (SubmittedBy(record) is { } act && !settled.Contains(act)))
                .ToArray();
            file.SetLength(length);
            file.Seek(0, SeekOrigin.End);
            return new PoolerJournal(path, kept.Length < records.Count ? Rewrite(file, path, kept) : file, kept);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends a record.</summary>
    /// <param name="isDurable">Waits until it is on disk.</param>
    public void Append(JournalRecord record, bool isDurable)
    {
        var line = LineOf(record);
        lock (_lock)
        {
            _file.Write(line);
            _file.Flush(isDurable);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (!_file.CanWrite) return;
            _file.Flush(flushToDisk: true);
            _file.Dispose();
        }
    }

    static string? SubmittedBy(JournalRecord record) => record switch
    {
        ActSubmitted work => work.TxHash,
        FarmActSubmitted act => act.TxHash,
        _ => null,
    };

    static string? SettledBy(JournalRecord record) => record switch
    {
        ActSettled work => work.TxHash,
        FarmActSettled act => act.TxHash,
        _ => null,
    };

    static byte[] LineOf(JournalRecord record) => [.. JsonSerializer.SerializeToUtf8Bytes(record, JournalJson.Default.JournalRecord), (byte)'\n'];

    static FileStream OpenExclusively(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The records, and how many bytes of the file they are.</summary>
    static (List<JournalRecord> Records, long Length) ReadAll(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var records = new List<JournalRecord>();
        var start = 0;
        while (Array.IndexOf(bytes, (byte)'\n', start) is var end and >= 0)
        {
            records.Add(Parse(bytes.AsSpan(start, end - start), file.Name, records.Count + 1));
            start = end + 1;
        }
        return (records, start);
    }

    static JournalRecord Parse(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            if (line.Length <= MaxLine && JsonSerializer.Deserialize(line, JournalJson.Default.JournalRecord) is { } record && record.IsSound()) return record;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"{path}: line {number} is damaged ({e.Message})", e);
        }
        throw new InvalidDataException($"{path}: line {number} is no record ({Encoding.UTF8.GetString(line[..Math.Min(line.Length, 40)])})");
    }

    /// <summary>Into a new file that takes the old one's place when it is complete and on disk.</summary>
    static FileStream Rewrite(FileStream old, string path, IEnumerable<JournalRecord> kept)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var file = OpenExclusively(temporary);
        foreach (var record in kept) file.Write(LineOf(record));
        file.Flush(flushToDisk: true);
        File.Move(temporary, path, overwrite: true);
        old.Dispose();
        return file;
    }
}
