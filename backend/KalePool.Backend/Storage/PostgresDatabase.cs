using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using KalePool.Actors.Hosting;
using KalePool.Backend.Settings;
using LinqToDB;
using LinqToDB.DataProvider.PostgreSQL;
using Npgsql;

namespace KalePool.Backend.Storage;

/// <summary>A PostgreSQL server's database, for one node or several.</summary>
public sealed class PostgresDatabase : Database
{
    const string Provider = LinqToDB.ProviderName.PostgreSQL15;

    /// <summary>Anything, as long as no other program takes the same advisory lock in this database: "KALEPOOL" in ASCII.</summary>
    const long MigrationLock = 0x4B414C45_504F4F4C;

    /// <summary>
    /// A transaction of the journal must be over before the readers give up the gap that its ordering ids leave
    /// (<see cref="SqlJournalHosting.GapPatience"/>): one statement, one wait between two, and time to commit.
    /// </summary>
    static readonly TimeSpan JournalStatement = SqlJournalHosting.GapPatience / 2;
    static readonly TimeSpan JournalIdle = SqlJournalHosting.GapPatience / 4;

    static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(15);

    readonly NpgsqlDataSource _journal;
    readonly NpgsqlDataSource _rest;

    public PostgresDatabase(DatabaseSettings.Postgres settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Name = settings.ToString();
        var half = settings.PoolSize / 2;
        _journal = Connect(settings, half, Least(settings.Timeout, JournalStatement), JournalIdle);
        _rest = Connect(settings, settings.PoolSize - half, settings.Timeout, settings.Timeout);
    }

    public override string Name { get; }

    public override string ProviderName => Provider;

    public override DataOptions JournalOptions =>
        new DataOptions().UseProvider(Provider).UseConnectionFactory(PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15), _ => _journal.CreateConnection());

    protected override string JournalUniqueIndexes => """
        SELECT i.relname AS IndexName, a.attname AS ColumnName
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = i.oid
        WHERE x.indrelid = to_regclass('journal') AND x.indisunique AND x.indisvalid AND x.indpred IS NULL
        """;

    public override IReadOnlyList<string> WithoutLimit { get; } = ["SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"];

    public override IReadOnlyList<string> KeepOthersOut(IEnumerable<string> tables) => [$"LOCK TABLE {string.Join(", ", tables)} IN EXCLUSIVE MODE"];

    /// <summary>The next event's number is behind theirs.</summary>
    public override IReadOnlyList<string> AfterFilling { get; } = ["SELECT setval(pg_get_serial_sequence('journal', 'ordering'), (SELECT MAX(ordering) FROM journal)) WHERE EXISTS (SELECT 1 FROM journal)"];

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellation) => await _rest.OpenConnectionAsync(cancellation);

    protected internal override async Task<DbTransaction> BeginSnapshotAsync(CancellationToken cancellation)
    {
        var connection = await _rest.OpenConnectionAsync(cancellation);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        foreach (var statement in WithoutLimit.Append("SET TRANSACTION READ ONLY")) await connection.ExecuteAsync(new CommandDefinition(statement, transaction: transaction, cancellationToken: cancellation));
        return transaction;
    }

    /// <summary>Whoever inserts takes his lock on the table before the identity gives him a number, and keeps it until the transaction ends.</summary>
    public override async Task<IReadOnlyCollection<string>> JournalWritersAsync(DbConnection connection, CancellationToken cancellation) => [.. await connection.QueryAsync<string>(new CommandDefinition(
        "SELECT virtualtransaction FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND relation = 'journal'::regclass AND mode = 'RowExclusiveLock' AND granted",
        cancellationToken: cancellation))];

    public override string Empty(string table) => $"TRUNCATE {table}";

    public override async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _rest.DisposeAsync();
    }

    protected override async Task RequireDurableAsync(CancellationToken cancellation)
    {
        await using var connection = await _journal.OpenConnectionAsync(cancellation);
        await RequireAsync("synchronous_commit", "on", "remote_apply");
        await RequireAsync("fsync", "on");
        await RequireAsync("full_page_writes", "on");
        await RequireAsync("transaction_read_only", "off");

        async Task RequireAsync(string setting, params string[] expected)
        {
            var found = await connection.ExecuteScalarAsync<string>(new CommandDefinition("SELECT current_setting(@setting)", new { setting }, cancellationToken: cancellation));
            if (!expected.Contains(found)) throw new StorageException($"{Name}: its setting {setting} is {found}, expected {expected[0]}: what it commits would not be there after a crash");
        }
    }

    /// <summary>One transaction under an advisory lock: who starts at the same time waits for it and then finds nothing left to do.</summary>
    protected override async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var connection = await _rest.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var statement in WithoutLimit) await connection.ExecuteAsync(new CommandDefinition(statement, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock }, commandTimeout: 0, cancellationToken: cancellation));
        Migrations.Postgres(connection).Run(Name);
        await transaction.CommitAsync(cancellation);
    }

    static NpgsqlDataSource Connect(DatabaseSettings.Postgres settings, int size, TimeSpan statement, TimeSpan idle) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
    {
        Host = settings.Host,
        Port = settings.Port,
        Username = settings.User,
        Password = settings.Password,
        Database = settings.Database,
        SslMode = settings.SslMode,
        RootCertificate = settings.RootCertificate,
        ApplicationName = "kalepool",
        MaxPoolSize = size,
        Timeout = (int)Math.Ceiling(Least(settings.Timeout, LongestConnect).TotalSeconds),
        // The server's own limit comes first; this one is for a server that no longer says anything.
        CommandTimeout = (int)Math.Ceiling(statement.TotalSeconds) + 5,
        Options = string.Create(CultureInfo.InvariantCulture, $"-c statement_timeout={statement.TotalMilliseconds:0} -c idle_in_transaction_session_timeout={idle.TotalMilliseconds:0}"),
    });

    static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
