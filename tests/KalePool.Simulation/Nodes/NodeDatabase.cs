using System.Data.Common;
using KalePool.Backend.Storage;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;
using LinqToDB;

namespace KalePool.Simulation.Nodes;

/// <summary>The pool's database as one life of a node sees it: gone when the node is, which may be in the middle.</summary>
sealed class NodeDatabase(Database database, Life life, Func<CrashPoint, bool> passes) : Database
{
    public override string Name => database.Name;

    public override string ProviderName => database.ProviderName;

    public override DataOptions JournalOptions => database.JournalOptions;

    public override IReadOnlyList<string> WithoutLimit => database.WithoutLimit;

    public override IReadOnlyList<string> AfterFilling => database.AfterFilling;

    protected override string JournalUniqueIndexes => "";

    public override Task<DbConnection> OpenAsync(CancellationToken cancellation) =>
        life.IsOver || passes(CrashPoint.AnyDatabaseUse) ? Life.Never<DbConnection>() : database.OpenAsync(cancellation);

    public override Task<IReadOnlyCollection<string>> JournalWritersAsync(DbConnection connection, CancellationToken cancellation) => database.JournalWritersAsync(connection, cancellation);

    public override IReadOnlyList<string> KeepOthersOut(IEnumerable<string> tables) => database.KeepOthersOut(tables);

    public override string Empty(string table) => database.Empty(table);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected internal override Task<DbTransaction> BeginSnapshotAsync(CancellationToken cancellation) => throw new NotSupportedException("a node takes no snapshots");

    protected override Task RequireDurableAsync(CancellationToken cancellation) => throw new NotSupportedException("it was prepared before the node began");

    protected override Task MigrateAsync(CancellationToken cancellation) => throw new NotSupportedException("it was prepared before the node began");
}
