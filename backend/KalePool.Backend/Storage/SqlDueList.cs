using Dapper;
using KalePool.Actors.Ports;

namespace KalePool.Backend.Storage;

/// <summary>The table <c>due</c>.</summary>
public sealed class SqlDueList(Database database) : IDueList
{
    public Task AddAsync(DueEntity entity, CancellationToken cancellation) =>
        RunAsync("INSERT INTO due (kind, id) VALUES (@Kind, @Id) ON CONFLICT DO NOTHING", entity, cancellation);

    public Task RemoveAsync(DueEntity entity, CancellationToken cancellation) =>
        RunAsync("DELETE FROM due WHERE kind = @Kind AND id = @Id", entity, cancellation);

    public async Task<IReadOnlyList<DueEntity>> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. await connection.QueryAsync<DueEntity>(new CommandDefinition("SELECT kind AS Kind, id AS Id FROM due ORDER BY kind, id", cancellationToken: cancellation))];
    }

    async Task RunAsync(string sql, DueEntity entity, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(sql, entity, cancellationToken: cancellation));
    }
}
