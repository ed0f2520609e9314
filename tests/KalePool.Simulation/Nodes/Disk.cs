using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Simulation.Actors;
using Microsoft.Data.Sqlite;

namespace KalePool.Simulation.Nodes;

/// <summary>What outlives every process of one seed: the pool's database and the pooler's files, in a folder of their own that goes with the seed.</summary>
sealed class Disk : IAsyncDisposable
{
    const string Memory = "/dev/shm";

    static readonly TimeSpan Lock = TimeSpan.FromSeconds(5);

    static byte[]? _prepared;

    readonly string _folder;

    Disk(string folder, Database database, JournalTable journal) => (_folder, Database, Journal) = (folder, database, journal);

    public Database Database { get; }

    public JournalTable Journal { get; }

    public string Folder => _folder;

    public string DatabaseUrl => $"sqlite:{Path.Combine(_folder, "pool.db")}";

    public static async Task<Disk> MakeAsync()
    {
        var folder = Path.Combine(Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"kalepool-simulation-{Environment.ProcessId}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "pool.db");
        // The schema is made once a process: it takes longer than a seed.
        if (_prepared is null)
        {
            await Of(file).PrepareAsync(CancellationToken.None);
            SqliteConnection.ClearAllPools();
            _prepared = await File.ReadAllBytesAsync(file);
        }
        else
        {
            await File.WriteAllBytesAsync(file, _prepared);
        }
        var database = Of(file);
        return new Disk(folder, database, await JournalTable.OpenAsync(database, CancellationToken.None));
    }

    public ValueTask DisposeAsync()
    {
        Journal.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    static Database Of(string file) => Database.Of(new DatabaseSettings.Sqlite(file, Lock));
}
