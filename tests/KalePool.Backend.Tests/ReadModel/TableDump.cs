using System.Globalization;
using Dapper;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.ReadModel;

/// <summary>The read model row by row, as text; without what heartbeats write.</summary>
static class TableDump
{
    static readonly string[] OfHeartbeats = ["last_seen", "api_endpoint"];

    public static async Task<IReadOnlyList<string>> OfAsync(TestDatabase db)
    {
        var rows = new List<string>();
        await using var connection = await db.Database.OpenAsync(CancellationToken.None);
        foreach (var table in ReadModelTables.Names)
        {
            await using var reader = await connection.ExecuteReaderAsync($"SELECT * FROM {table} ORDER BY id");
            while (await reader.ReadAsync())
            {
                var columns = Enumerable.Range(0, reader.FieldCount).Where(i => !OfHeartbeats.Contains(reader.GetName(i)));
                rows.Add(table + ": " + string.Join(", ", columns.Select(i => string.Create(CultureInfo.InvariantCulture, $"{reader.GetName(i)}={(reader.IsDBNull(i) ? "null" : reader.GetValue(i))}"))));
            }
        }
        return rows;
    }
}
