using System.Net.Http.Json;
using KalePool.Demo.Harness;
using Microsoft.Data.Sqlite;

namespace KalePool.Costs;

/// <summary>Takes what is counted, all of it at about the same moment.</summary>
sealed class Reading(LocalPool pool, HttpClient http, string database)
{
    /// <summary>Which of the devnet's servers the backend asks, and which the pooler; the last is the onlooker's.</summary>
    public const int Backend = 0;
    public const int Pooler = 1;

    sealed record Answer(IReadOnlyList<ServerCalls> Nodes);

    public async Task<Snapshot> TakeAsync(FarmGlance farm, CancellationToken stop)
    {
        var printed = pool.Chain.Printed!;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{printed["ADMIN_URL"]}/calls")) { Headers = { { "Authorization", $"Bearer {printed["ADMIN_TOKEN"]}" } } };
        using var answer = await http.SendAsync(request, stop);
        answer.EnsureSuccessStatusCode();
        var servers = (await answer.Content.ReadFromJsonAsync<Answer>(stop))!.Nodes;
        return new Snapshot(farm.Index, farm.Ledger, servers[Backend], servers[Pooler], await JournalAsync(stop));
    }

    async Task<IReadOnlyDictionary<string, JournalCount>> JournalAsync(CancellationToken stop)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        await connection.OpenAsync(stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT substr(persistence_id, 1, instr(persistence_id, '-') - 1) AS kind, count(*), sum(length(message)) FROM journal GROUP BY kind";
        await using var rows = await command.ExecuteReaderAsync(stop);
        var counts = new Dictionary<string, JournalCount>();
        while (await rows.ReadAsync(stop)) counts[rows.GetString(0)] = new JournalCount(rows.GetInt64(1), rows.GetInt64(2));
        return counts;
    }
}

/// <param name="Block">The one that had just begun.</param>
/// <param name="Ledger">The newest.</param>
/// <param name="Journal">By kind of entity.</param>
sealed record Snapshot(uint Block, uint Ledger, ServerCalls Backend, ServerCalls Pooler, IReadOnlyDictionary<string, JournalCount> Journal);

/// <summary>What one server has been asked.</summary>
sealed record ServerCalls(long Requests, long BytesIn, long BytesOut, IReadOnlyDictionary<string, long> Calls)
{
    public long Total => Calls.Values.Sum();
}

sealed record JournalCount(long Events, long Bytes);
