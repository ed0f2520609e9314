using System.Data.Common;
using System.Reflection;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Transactions;
using DbUp.Postgresql;
using DbUp.Sqlite;
using DbUp.Sqlite.Helpers;

namespace KalePool.Backend.Storage;

/// <summary>
/// The schema's scripts, forward only: each file below <c>Schema/</c> runs once, in the order of their names, and is then listed in the table
/// <c>schema_versions</c>. A script that was released is never changed; what has to change is the next script.
/// </summary>
/// <remarks>
/// DbUp, because scripts are each database's own SQL (triggers and functions are most of it) and because it runs them on a connection that is
/// given: lock, scripts and list are one transaction of the caller's. Its substitution of $variables$ is off, it would eat PostgreSQL's quotes.
/// </remarks>
sealed class Migrations
{
    public const string Table = "schema_versions";

    readonly UpgradeEngine _engine;
    readonly HashSet<string> _names;

    Migrations(DbConnection connection, string folder, Action<UpgradeConfiguration, IConnectionManager> configure)
    {
        var scripts = Read(folder);
        _names = [.. scripts.Select(s => s.Name)];
        var builder = new UpgradeEngineBuilder();
        builder.Configure(c =>
        {
            c.ConnectionManager = new GivenConnection(connection);
            configure(c, c.ConnectionManager);
        });
        _engine = builder.WithVariablesDisabled().WithScripts(scripts).LogToNowhere().Build();
    }

    public static Migrations Sqlite(DbConnection connection) => new(connection, "sqlite", (c, manager) =>
    {
        c.Journal = new SqliteTableJournal(() => manager, () => c.Log, Table);
        c.ScriptExecutor = new SqliteScriptExecutor(() => manager, () => c.Log, null, () => c.VariablesEnabled, c.ScriptPreprocessors, () => c.Journal);
    });

    public static Migrations Postgres(DbConnection connection) => new(connection, "postgresql", (c, manager) =>
    {
        c.Journal = new PostgresqlTableJournal(() => manager, () => c.Log, null, Table);
        c.ScriptExecutor = new PostgresqlScriptExecutor(() => manager, () => c.Log, null, () => c.VariablesEnabled, c.ScriptPreprocessors, () => c.Journal);
    });

    /// <summary>Runs what has not run yet, inside the transaction of the connection.</summary>
    /// <exception cref="StorageException">A script failed, or the database has scripts that this version does not know.</exception>
    public void Run(string database)
    {
        if (_engine.GetExecutedScripts().FirstOrDefault(name => !_names.Contains(name)) is { } unknown)
            throw new StorageException($"{database}: a newer version of kalepool made its schema ({unknown}); this version must not write to it");
        var result = _engine.PerformUpgrade();
        if (!result.Successful) throw new StorageException($"{database}: the schema could not be brought up to date, nothing was changed: {result.ErrorScript?.Name}: {result.Error?.Message}", result.Error);
    }

    static List<SqlScript> Read(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"schema/{folder}/";
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Script)];

        SqlScript Script(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return new SqlScript(resource[prefix.Length..], reader.ReadToEnd());
        }
    }

    /// <summary>The caller's connection, whole scripts at a time: both databases take several statements in one command.</summary>
    sealed class GivenConnection(DbConnection connection) : DatabaseConnectionManager(new DelegateConnectionFactory((_, _) => new SharedConnection(connection)))
    {
        public override IEnumerable<string> SplitScriptIntoCommands(string scriptContents) => [scriptContents];
    }
}
