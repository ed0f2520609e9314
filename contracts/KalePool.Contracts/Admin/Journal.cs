using System.Text.Json;

namespace KalePool.Contracts.Admin;

/// <summary>A transaction that was, or may have been, sent.</summary>
/// <param name="Kind">plant, harvest, trustline, payout, exit and so on.</param>
/// <param name="Entity">Whose journal has it.</param>
/// <param name="Status">submitted, success, failed, not_happened or unknown_outcome.</param>
public sealed record ActRow(Guid Id, string Kind, string Entity, string TransactionHash, string Status, DateTimeOffset OpenedAt, DateTimeOffset? SettledAt = null);

/// <param name="AsOf">Everything that happened before is in it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record ActList(IReadOnlyList<ActRow> Acts, DateTimeOffset AsOf, string? NextCursor = null);

/// <summary>One event as the journal holds it.</summary>
/// <param name="Position">Rises with each event of the pool.</param>
/// <param name="SequenceNumber">Of the entity, from 1.</param>
/// <param name="Event">Kind and version.</param>
/// <param name="Data">The event itself; left out of the list of all entities.</param>
public sealed record JournalRow(long Position, string Entity, long SequenceNumber, string Event, JsonElement? Data = null);

/// <param name="EventsBehind">How many are not in the read model yet.</param>
public sealed record JournalList(IReadOnlyList<JournalRow> Events, long EventsBehind, string? NextCursor = null);

/// <param name="Events">Oldest first.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record EntityJournal(string Entity, IReadOnlyList<JournalRow> Events, string? NextCursor = null);

/// <summary>An entity as its events up to one of them made it.</summary>
public sealed record EntityState(string Entity, long SequenceNumber, JsonElement State);
