using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;
using KalePool.Domain.Blocks;

namespace KalePool.Domain.Accounts;

/// <summary>Where a member stands with the account.</summary>
public enum MemberStep
{
    /// <summary>In no batch; he may be put into one.</summary>
    Free,
    InBatch,

    /// <summary>The outcome is known here, not yet to himself.</summary>
    Settled,
    Delivered,

    /// <summary>In no batch, and never will be.</summary>
    Released,
}

/// <param name="Tries">Batches with him that have not happened.</param>
public readonly record struct MemberMark(MemberStep Step, int Tries);

public readonly record struct MemberKey(BatchKind Kind, BlockKey Block, Guid FarmerId);

/// <summary>A shared account as its events made it.</summary>
public sealed record AccountState
{
    /// <summary>Blocks whose members are remembered: whoever asks again later finds the pail itself, or that it is gone.</summary>
    public const uint BlocksKept = 24;

    /// <summary>Batches of harvests that may not happen before a member is given back.</summary>
    public const int MostTries = 3;

    public static readonly AccountState Empty = new();

    public OpenBatch? Open { get; init; }

    public ImmutableDictionary<Guid, SettledBatch> Undelivered { get; init; } = ImmutableDictionary<Guid, SettledBatch>.Empty;

    /// <summary>Not shown with the state: it is much, and the events have it.</summary>
    [JsonIgnore]
    public ImmutableDictionary<MemberKey, MemberMark> Marks { get; init; } = ImmutableDictionary<MemberKey, MemberMark>.Empty;

    public uint NewestBlock { get; init; }

    /// <summary>The newest that a batch was applied in: an older reading says nothing.</summary>
    public uint HighestLedger { get; init; }

    /// <summary>Compensations that a payment of unknown outcome may have paid: no other is made for them.</summary>
    public ImmutableList<MemberKey> InDoubt { get; init; } = [];

    /// <summary>Nothing that anybody must be woken for.</summary>
    public bool IsIdle => Open is null && Undelivered.IsEmpty;

    public MemberStep StepOf(BatchKind kind, BlockKey block, Guid farmer) => Marks.GetValueOrDefault(new MemberKey(kind, block, farmer)).Step;

    /// <summary>With the marks that <see cref="Marks"/> once were.</summary>
    public AccountState Remembering(IEnumerable<KeyValuePair<MemberKey, MemberMark>> marks) => this with { Marks = ImmutableDictionary.CreateRange(marks) };

    /// <exception cref="UnreachableException">An event of a kind that this version does not know.</exception>
    public AccountState Apply(AccountEvent e) => e switch
    {
        AccountBatchSubmitted s => Submit(s),
        AccountBatchSettled s => Settle(s) with { HighestLedger = Math.Max(HighestLedger, s.Ledger) },
        AccountBatchDelivered d => Deliver(d.Batch),
        AccountMembersReleased r => Mark(r.Kind, MembersOf(r.Parts), _ => new MemberMark(MemberStep.Released, 0)),
        _ => throw new UnreachableException(e.GetType().Name),
    };

    AccountState Submit(AccountBatchSubmitted s)
    {
        if (Open is not null) throw new InvalidOperationException($"account {s.AccountId}: batch {s.Batch} submitted while {Open.Id} is open");
        var marked = Mark(s.Kind, MembersOf(s.Released), _ => new MemberMark(MemberStep.Released, 0)).Mark(s.Kind, MembersOf(s.Parts), m => m.Step == MemberStep.Free
            ? m with { Step = MemberStep.InBatch }
            : throw new InvalidOperationException($"account {s.AccountId}: a member of batch {s.Batch} is {m.Step} already"));
        return marked.Forget() with { Open = new OpenBatch(s.Batch, s.Kind, s.Parts, s.Act) };
    }

    AccountState Settle(AccountBatchSettled s)
    {
        if (Open is not { } open || open.Id != s.Batch) throw new InvalidOperationException($"account {s.AccountId}: batch {s.Batch} settled while {Open?.Id.ToString() ?? "none"} is open");
        var members = open.Members.ToList();
        if (s.Result != ActResult.Success)
        {
            var doubts = open.Kind == BatchKind.Compensation && s.Result == ActResult.Unknown ? InDoubt.AddRange(members.Select(m => new MemberKey(open.Kind, m.Block, m.FarmerId))) : InDoubt;
            return Mark(open.Kind, members, m => AfterNothing(open.Kind, s.Result, m)) with { Open = null, InDoubt = doubts };
        }
        if (s.Outcomes.Count != members.Count) throw new InvalidOperationException($"account {s.AccountId}: {s.Outcomes.Count} outcomes of {members.Count} members in batch {s.Batch}");
        var won = members.Zip(s.Outcomes, (m, o) => new Undelivered(m.Block, m.FarmerId, o)).Where(u => u.Outcome.Success).ToList();
        var lost = members.Zip(s.Outcomes).Where(p => !p.Second.Success).Select(p => p.First);
        var marked = Mark(open.Kind, lost, _ => new MemberMark(Ended(open.Kind, MemberStep.Released), 0)).Mark(open.Kind, won.Select(u => (u.Block, u.FarmerId)), _ => new MemberMark(MemberStep.Settled, 0));
        return marked with { Open = null, Undelivered = won.Count == 0 ? Undelivered : Undelivered.Add(s.Batch, new SettledBatch(s.Batch, open.Kind, s.TransactionHash, s.Ledger, won)) };
    }

    /// <summary>A rescue has no time for another try; what was applied and failed as a whole would fail again.</summary>
    static MemberMark AfterNothing(BatchKind kind, ActResult result, MemberMark mark) => kind == BatchKind.Harvest && result == ActResult.NotHappened && mark.Tries + 1 < MostTries
        ? new MemberMark(MemberStep.Free, mark.Tries + 1)
        : new MemberMark(Ended(kind, MemberStep.Released), 0);

    /// <summary>A pail may be worked again, and whether something is still owed the farmer's own journal says: only a harvest or rescue is over for good.</summary>
    static MemberStep Ended(BatchKind kind, MemberStep step) => kind is BatchKind.Work or BatchKind.Compensation ? MemberStep.Free : step;

    AccountState Deliver(Guid batch) => Undelivered.TryGetValue(batch, out var settled)
        ? Mark(settled.Kind, settled.Members.Select(m => (m.Block, m.FarmerId)), _ => new MemberMark(Ended(settled.Kind, MemberStep.Delivered), 0)) with { Undelivered = Undelivered.Remove(batch) }
        : throw new InvalidOperationException($"batch {batch} delivered, of which nobody had to hear");

    AccountState Mark(BatchKind kind, IEnumerable<(BlockKey Block, Guid FarmerId)> members, Func<MemberMark, MemberMark> change)
    {
        var marks = Marks.ToBuilder();
        var newest = NewestBlock;
        foreach (var (block, farmer) in members)
        {
            var key = new MemberKey(kind, block, farmer);
            marks[key] = change(marks.GetValueOrDefault(key));
            newest = Math.Max(newest, block.Index);
        }
        return this with { Marks = marks.ToImmutable(), NewestBlock = newest };
    }

    AccountState Forget() => this with
    {
        Marks = Marks.RemoveRange(Marks.Where(m => m.Key.Block.Index + BlocksKept < NewestBlock && m.Value.Step is MemberStep.Free or MemberStep.Delivered or MemberStep.Released).Select(m => m.Key)),
    };

    static IEnumerable<(BlockKey Block, Guid FarmerId)> MembersOf(IEnumerable<BatchPart> parts) => parts.SelectMany(p => p.FarmerIds.Select(f => (p.Block, f)));
}
