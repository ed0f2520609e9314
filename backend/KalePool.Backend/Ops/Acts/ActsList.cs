using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using KalePool.Backend.Journals;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Backend.ReadModel.Rows;
using KalePool.Backend.Storage;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.Ops.Acts;

/// <summary>The read model's acts, with what the journals of their entities know beside.</summary>
sealed class ActsList(Database database, TextWriter output)
{
    const string Sql = "SELECT id, kind, entity, transaction_hash, status, opened_at, settled_at FROM acts WHERE ";
    const string Order = " ORDER BY opened_at, id";

    public async Task RunAsync(bool unknownOnly, bool asJson, CancellationToken cancellation)
    {
        await using var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation);
        var acts = new List<ListedAct>();
        var filter = unknownOnly ? $"status = '{RowStatus.UnknownOutcome}'" : "settled_at IS NULL";
        await foreach (var row in snapshot.RowsAsync(Sql + filter + Order, null, cancellation))
            acts.Add(new ListedAct(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.At(5).ToUniversalTime(), row.AtOrNull(6)?.ToUniversalTime(), null));
        for (var i = 0; i < acts.Count; i++)
        {
            acts[i] = acts[i] with { Block = await BlockOfAsync(snapshot, acts[i], cancellation) };
            await output.WriteLineAsync(asJson ? JsonSerializer.Serialize(acts[i], ListedActJson.Default.ListedAct) : TextOf(acts[i], unknownOnly));
        }
        if (!asJson) await output.WriteLineAsync($"{acts.Count} acts {(unknownOnly ? "of unknown outcome" : "under way")}");
    }

    static string TextOf(ListedAct act, bool withAdvice)
    {
        var block = act.Block is { } index ? string.Create(CultureInfo.InvariantCulture, $" of block {index}") : "";
        var line = $"{act.Id:D}  {act.OpenedAt:yyyy-MM-dd HH:mm:ss}Z  {act.Kind}{block} of {act.Entity}, transaction {act.TransactionHash}";
        return withAdvice ? line + Environment.NewLine + string.Join(Environment.NewLine, ActAdvice.Of(act).Select(a => "    " + a)) : line;
    }

    /// <summary>Null where the act belongs to none.</summary>
    static async Task<uint?> BlockOfAsync(DatabaseSnapshot snapshot, ListedAct act, CancellationToken cancellation)
    {
        if (!act.Entity.StartsWith(EntityNames.Farmer, StringComparison.Ordinal)) return null;
        object? state = null;
        await foreach (var row in snapshot.RowsAsync($"SELECT {JournalRecord.Columns} FROM journal WHERE persistence_id = @Entity ORDER BY sequence_number", new { act.Entity }, cancellation))
            state = EntityFold.Apply(state, JournalRecord.Of(row).Read());
        var known = state is FarmerState farmer ? farmer.UnknownActs.GetValueOrDefault(act.TransactionHash) ?? (farmer.OpenAct?.Envelope.Hash == act.TransactionHash ? farmer.OpenAct : null) : null;
        return known is { Kind: ActKind.Plant or ActKind.Opening or ActKind.Rescue or ActKind.Work or ActKind.Harvest } ? known.Block : null;
    }
}

/// <param name="OpenedAt">When it was submitted.</param>
/// <param name="Block">Null where it belongs to none.</param>
sealed record ListedAct(Guid Id, string Kind, string Entity, string TransactionHash, string Status, DateTimeOffset OpenedAt, DateTimeOffset? SettledAt, uint? Block);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListedAct))]
sealed partial class ListedActJson : JsonSerializerContext;
