using Akka.Actor;
using Dapper;
using KalePool.Actors.Serialization;
using KalePool.Backend.Storage;
using KalePool.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>What the running backend has written.</summary>
static class JournalEvents
{
    /// <summary>Events of that kind, of all entities, oldest first.</summary>
    public static async Task<IReadOnlyList<T>> EventsOfAsync<T>(this BackendHost host) where T : IEvent
    {
        var serializer = new DomainSerializer((ExtendedActorSystem)host.Services.GetRequiredService<ActorSystem>());
        await using var connection = await host.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
        var rows = await connection.QueryAsync<(byte[] Message, string Manifest)>("SELECT message, manifest FROM journal WHERE identifier = @Id ORDER BY ordering", new { DomainSerializer.Id });
        return [.. rows.Select(row => serializer.FromBinary(row.Message, row.Manifest)).OfType<T>()];
    }
}
