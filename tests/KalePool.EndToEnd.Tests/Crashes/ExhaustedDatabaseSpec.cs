using KalePool.Contracts;
using KalePool.Demo.Harness;
using Npgsql;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>Somebody locks the journal for some ledgers: every connection of the backend's small pool waits until its time is over.</summary>
[Trait("Category", "Long")]
public sealed class ExhaustedDatabaseSpec
{
    static readonly TimeSpan SomeLedgers = TimeSpan.FromSeconds(6);

    public static TheoryData<CrashPoint> Steps => new([new(Names.Backend, Crash.Send, 1, IsDone: true), new(Names.Pooler, Routes.WorkComplete, 1, IsDone: false), new(Names.Backend, Crash.Send, 3, IsDone: true)]);

    [Theory, MemberData(nameof(Steps))]
    public async Task The_block_ends_full_and_balanced_after_no_connection_was_left_at(CrashPoint point)
    {
        var directory = Directory.CreateTempSubdirectory("kalepool-crash-").FullName;
        await using (var run = new CrashRun(directory, postgres: true, change: (name, settings) =>
        {
            if (name != Names.Backend) return;
            settings["DB_POOL_SIZE"] = "4";
            settings["DB_TIMEOUT"] = "2000";
        }))
        {
            await run.PrepareAsync();
            Task? released = null;
            await run.HitAsync(point, async () =>
            {
                var connection = new NpgsqlConnection(ConnectionString(new Uri(run.Pool.PostgresUrl)));
                await connection.OpenAsync(run.Stop);
                var transaction = await connection.BeginTransactionAsync(run.Stop);
                await using (var locking = new NpgsqlCommand("LOCK TABLE journal, due IN ACCESS EXCLUSIVE MODE", connection, transaction)) await locking.ExecuteNonQueryAsync(run.Stop);
                released = ReleaseLaterAsync(connection, transaction, run.Stop);
            });
            await released!;
            await run.JudgeAsync();
        }
        Directory.Delete(directory, recursive: true);
    }

    static async Task ReleaseLaterAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken stop)
    {
        await Task.Delay(SomeLedgers, TimeProvider.System, stop);
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    static string ConnectionString(Uri url) => new NpgsqlConnectionStringBuilder
    {
        Host = url.Host,
        Port = url.Port,
        Database = url.AbsolutePath.Trim('/'),
        Username = url.UserInfo.Split(':')[0],
        Password = url.UserInfo.Split(':')[1],
        Pooling = false,
    }.ConnectionString;
}
