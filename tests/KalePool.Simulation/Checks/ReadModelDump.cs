using System.Globalization;
using System.Text;
using Dapper;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Storage;

namespace KalePool.Simulation.Checks;

/// <summary>The read model's tables as they are.</summary>
sealed class ReadModelDump(Database database)
{
    /// <summary>Each farmer's balance as his row has it, and as his movements make it, in stroops.</summary>
    public async Task<IReadOnlyList<(Guid Id, long Balance, long Moved)>> BalancesAsync()
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        var rows = await connection.QueryAsync<(string Id, long Balance, long Moved)>(
            "SELECT f.id, f.current_balance, COALESCE((SELECT SUM(m.amount) FROM balance_movements m WHERE m.farmer_id = f.id), 0) FROM farmers f ORDER BY f.id");
        return [.. rows.Select(row => (Guid.Parse(row.Id), row.Balance, row.Moved))];
    }

    /// <summary>Every row of every table, as text.</summary>
    public async Task<string> AllAsync()
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        var text = new StringBuilder();
        foreach (var table in ReadModelTables.Names)
        {
            await using var reader = await connection.ExecuteReaderAsync($"SELECT * FROM {table} ORDER BY 1");
            while (await reader.ReadAsync())
            {
                text.Append(table);
                for (var i = 0; i < reader.FieldCount; i++) text.Append(CultureInfo.InvariantCulture, $" {reader.GetValue(i)}");
                text.AppendLine();
            }
        }
        return text.ToString();
    }
}
