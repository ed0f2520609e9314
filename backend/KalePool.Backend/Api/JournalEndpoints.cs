using System.Globalization;
using System.Runtime.Serialization;
using System.Text.Json;
using KalePool.Backend.Api.Access;
using KalePool.Backend.ReadModel;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Contracts;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KalePool.Backend.Api;

/// <summary>The journal itself, for operators: what an entity wrote down, and what it was after any of its events.</summary>
static class JournalEndpoints
{
    const string OneEntity = Routes.AdminJournal + "/{entity}";

    public static void MapJournalV1(this IEndpointRouteBuilder routes)
    {
        routes.Serve("GET", Routes.AdminJournal, ListAsync);
        routes.Serve("GET", OneEntity, ShowAsync);
        routes.Serve("GET", OneEntity + Routes.State, StateAsync);
    }

    static async Task<JsonHttpResult<JournalList>> ListAsync(string? cursor, int? limit, JournalPages journal, ReadModelReader reader, CancellationToken stop)
    {
        var most = Paging.Limit(limit);
        var entries = await journal.NewestAsync(Paging.Position(cursor, long.MaxValue), most + 1, stop);
        var next = entries.Count > most ? entries[most - 1].Ordering.ToString(CultureInfo.InvariantCulture) : null;
        var rows = entries.Take(most).Select(e => new JournalRow(e.Ordering, e.PersistenceId, e.SequenceNumber, e.Manifest));
        return TypedResults.Json(new JournalList([.. rows], await reader.EventsBehindAsync(stop), next), ContractsJson.Default.JournalList);
    }

    static async Task<JsonHttpResult<EntityJournal>> ShowAsync(string entity, string? cursor, int? limit, JournalPages journal, CancellationToken stop)
    {
        var most = Paging.Limit(limit);
        var after = Paging.Position(cursor, 0);
        var entries = await journal.OfEntityAsync(entity, after, most + 1, stop);
        if (entries.Count == 0 && after == 0) throw Unknown(entity);
        var next = entries.Count > most ? entries[most - 1].SequenceNumber.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Json(new EntityJournal(entity, [.. entries.Take(most).Select(RowOf)], next), ContractsJson.Default.EntityJournal);
    }

    /// <param name="at">The last event that counts; none: all of them.</param>
    static async Task<JsonHttpResult<EntityState>> StateAsync(string entity, long? at, JournalPages journal, CancellationToken stop)
    {
        if (at < 1) throw ApiException.Invalid("at", "a sequence number, 1 or more, expected");
        try
        {
            var (state, sequenceNumber) = await journal.StateAsync(entity, at ?? long.MaxValue, stop) ?? throw Unknown(entity);
            if (at is { } wanted && sequenceNumber < wanted) throw ApiException.NotFound($"{entity} has {sequenceNumber} events");
            return TypedResults.Json(new EntityState(entity, sequenceNumber, state), ContractsJson.Default.EntityState);
        }
        catch (SerializationException e)
        {
            throw new ApiException(StatusCodes.Status409Conflict, Contracts.Errors.ErrorCode.Conflict, $"{entity}: {e.Message}");
        }
    }

    static JournalRow RowOf(JournalEntry e)
    {
        using var data = JsonDocument.Parse(e.Message);
        return new JournalRow(e.Ordering, e.PersistenceId, e.SequenceNumber, e.Manifest, data.RootElement.Clone());
    }

    static ApiException Unknown(string entity) => ApiException.NotFound($"the journal has no {(entity.Length <= 100 ? entity : entity[..100])}");
}
