using System.Text.Json;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;

namespace KalePool.Actors.Serialization;

/// <summary>An account's state as a snapshot holds it: its marks, whose keys JSON cannot name, as a list.</summary>
sealed record AccountSnapshot(AccountState State, IReadOnlyList<AccountSnapshot.Entry> Marks)
{
    public static AccountSnapshot Of(AccountState state) =>
        new(state, [.. state.Marks.OrderBy(m => m.Key.Block.Index).ThenBy(m => m.Key.FarmerId).ThenBy(m => m.Key.Kind).Select(m => new Entry(m.Key.Kind, m.Key.Block, m.Key.FarmerId, m.Value.Step, m.Value.Tries))]);

    /// <exception cref="JsonException">It is damaged.</exception>
    public AccountState Restored() => State is null || Marks is null || Marks.Any(m => m?.Block is null) ? throw new JsonException("no account's state") : State.Remembering(Marks.Select(m => KeyValuePair.Create(new MemberKey(m.Kind, m.Block, m.FarmerId), new MemberMark(m.Step, m.Tries))));

    internal sealed record Entry(BatchKind Kind, BlockKey Block, Guid FarmerId, MemberStep Step, int Tries);
}
