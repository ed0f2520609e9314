using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Storage;

/// <summary>
/// Keeps a chain in a file: first all of it, then each ledger as it is closed, on the disk before anybody is told. When the ledgers since then take more room than
/// the whole, it is written anew beside the old file, which stays in use until the new one is complete.
/// </summary>
public sealed class ChainStore : IAsyncDisposable
{
    /// <summary>A file is not written anew for less.</summary>
    const long MinRewriteBytes = 64L << 20;

    readonly string _path;
    readonly Dictionary<string, string> _identity;
    readonly long _minRewriteBytes;
    RecordLog? _log;
    long _baseBytes;
    Rewrite? _rewrite;

    /// <param name="Missed">Ledgers closed since it began.</param>
    sealed record Rewrite(Task<RecordLog> Written, List<ReadOnlyMemory<byte>> Missed);

    ChainStore(string path, DevnetSettings settings, long minRewriteBytes)
    {
        _path = path;
        _minRewriteBytes = minRewriteBytes;
        _identity = SettingsTable.All.Where(setting => setting.IsFixed).ToDictionary(setting => setting.Option, setting => setting.Show(settings));
    }

    /// <summary>Ends when a new edition of the file is written that is being made; it takes the place of the old with the next ledger.</summary>
    public Task Rewriting => _rewrite?.Written ?? Task.CompletedTask;

    string NewPath => _path + ".new";

    /// <summary>The chain as it was; null in a file that is new.</summary>
    public ChainView? Restored { get; private set; }

    /// <summary>Opens the file or prepares a new one, which is there after <see cref="Begin"/>.</summary>
    /// <param name="minRewriteBytes">Ledgers' worth of bytes after which the file may be written anew.</param>
    /// <exception cref="StateFileException">Damaged, in use, or made with other settings.</exception>
    public static ChainStore Open(string path, DevnetSettings settings, long minRewriteBytes = MinRewriteBytes)
    {
        var store = new ChainStore(Path.GetFullPath(path), settings, minRewriteBytes);
        if (File.Exists(store._path) && new FileInfo(store._path).Length > 0) store.Restore(settings);
        return store;
    }

    /// <summary>Writes the first ledger of a new chain.</summary>
    public void Begin(ChainView view)
    {
        if (Restored is not null) throw new InvalidOperationException("the file holds a chain already");
        Switch(WriteAnew(view), []);
    }

    /// <summary>Returns when the ledger is on the disk.</summary>
    /// <param name="changed">All entries that it wrote, null for those it removed.</param>
    /// <param name="view">The chain with it.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Append(ClosedLedger closed, IReadOnlyDictionary<LedgerKey, StoredEntry?> changed, ChainView view)
    {
        var log = _log ?? throw new InvalidOperationException("the file was not begun");
        var record = StateRecords.OfLedger(closed, changed);
        log.Append(record.Span);
        log.Flush();
        if (_rewrite is { } running)
        {
            running.Missed.Add(record);
            if (running.Written.IsCompleted) FinishRewrite(running);
        }
        else if (log.Length - _baseBytes > Math.Max(_baseBytes, _minRewriteBytes))
        {
            _rewrite = new Rewrite(Task.Run(() => WriteAnew(view)), []);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What it has missed stands in the old file, which stays.
        if (_rewrite is { } running) (await running.Written).Dispose();
        _log?.Dispose();
    }

    void Restore(DevnetSettings settings)
    {
        var reader = new StateReader(new Network(settings.Passphrase), settings.RetentionLedgers, CheckIdentity);
        _log = RecordLog.Open(_path, record => Take(reader, record));
        if (reader.View is null)
        {
            _log.Dispose();
            throw new StateFileException($"--state: {_path} ends in its first ledger, after {reader.Records} records");
        }
        Restored = reader.View;
        _baseBytes = _log.Length;
    }

    void Take(StateReader reader, ReadOnlyMemory<byte> record)
    {
        try
        {
            reader.Take(record);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or XdrException or InvalidCastException or ArgumentException or System.Text.Json.JsonException)
        {
            throw new StateFileException($"--state: {_path}: record {reader.Records}: {wrong.Message}", wrong);
        }
    }

    void CheckIdentity(IReadOnlyDictionary<string, string> made)
    {
        foreach (var (option, value) in _identity)
        {
            var before = made.GetValueOrDefault(option);
            if (before != value) throw new StateFileException($"{option}: {_path} was made with '{before}', not with '{value}'");
        }
    }

    RecordLog WriteAnew(ChainView view)
    {
        var log = RecordLog.Create(NewPath);
        try
        {
            foreach (var record in StateRecords.Base(_identity, view)) log.Append(record.Span);
            log.Flush();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    void FinishRewrite(Rewrite done)
    {
        _rewrite = null;
        Switch(done.Written.GetAwaiter().GetResult(), done.Missed);
    }

    /// <summary>From here on the new file is the chain's: it is complete before it takes the old one's name.</summary>
    void Switch(RecordLog log, List<ReadOnlyMemory<byte>> missed)
    {
        _baseBytes = log.Length;
        foreach (var record in missed) log.Append(record.Span);
        log.Flush();
        File.Move(NewPath, _path, overwrite: true);
        _log?.Dispose();
        _log = log;
    }
}
