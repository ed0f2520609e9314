using System.Collections.Immutable;
using System.Diagnostics;

namespace KalePool.Domain.Farmers;

/// <summary>A farmer as his events made him.</summary>
public sealed record FarmerState
{
    /// <summary>Closed blocks that are remembered, so that a repeated request finds its first outcome: a day of blocks.</summary>
    public const int ClosedBlocksKept = 288;

    public static readonly FarmerState Empty = new();

    public Guid Id { get; init; }

    public Guid PoolerId { get; init; }

    public string CustodialWallet { get; init; } = "";

    public string PayoutWallet { get; init; } = "";

    public decimal StakePercentage { get; init; }

    public string TokenHash { get; init; } = "";

    /// <summary>Null while none is waiting.</summary>
    public PayoutChange? PayoutChange { get; init; }

    /// <summary>Challenges that a signature has used up.</summary>
    public int ProofsUsed { get; init; }

    public FarmerStatus Status { get; init; }

    /// <summary>Whether his pooler knows of him.</summary>
    public bool IsSeated { get; init; }

    /// <summary>The pooler's part of rewards, for blocks planted from now on.</summary>
    public decimal ShareRate { get; init; }

    /// <summary>Where the pooler's share goes; null where he takes none.</summary>
    public string? ShareWallet { get; init; }

    /// <summary>His wallet has been funded and could hold KALE: if it is gone, somebody must say why.</summary>
    public bool WasActive { get; init; }

    /// <summary>The transaction that closes the wallet has been sent at least once.</summary>
    public bool ExitWasSent { get; init; }

    /// <summary>Null while he may be planted for.</summary>
    public string? PausedBy { get; init; }

    /// <summary>When he said so; of no meaning before.</summary>
    public DateTimeOffset LeavingSince { get; init; }

    /// <summary>Why he has not left yet.</summary>
    public Failure? LeavingFailure { get; init; }

    /// <summary>Of the transaction that closed the wallet.</summary>
    public string? ExitHash { get; init; }

    public OpenAct? OpenAct { get; init; }

    /// <summary>Sum of what moved: deposits, rewards and stakes returned, less stakes and what was paid out. The chain has the same.</summary>
    public long BalanceStroops { get; init; }

    /// <summary>The newest deposit's place in the order of the chain.</summary>
    public string? LastDepositId { get; init; }

    /// <summary>Up to which the balance was taken from the chain: deposits until then are in it.</summary>
    public uint CorrectedLedger { get; init; }

    /// <summary>Of the newest payment that is known: older transfers out of the wallet are.</summary>
    public uint LastOutgoingLedger { get; init; }

    /// <summary>What corrections took away, of which nobody knows where it went: until the operator answers for it nothing is paid.</summary>
    public long UnexplainedLossStroops { get; init; }

    /// <summary>The newest that any event is of: an older reading says nothing.</summary>
    public uint HighestLedger { get; init; }

    /// <summary>The pooler's part of the balance, not paid yet.</summary>
    public long OwedShareStroops { get; init; }

    /// <summary>Above it he is paid; null: only when he leaves.</summary>
    public long? PayoutThresholdStroops { get; init; }

    /// <summary>Nothing has come in since the last payout.</summary>
    public bool IsPaidUp { get; init; }

    public int PayoutsMade { get; init; }

    public PayoutMade? LastPayout { get; init; }

    /// <summary>Null where every payout's outcome is known.</summary>
    public PayoutDoubt? PayoutInDoubt { get; init; }

    /// <summary>Why the payout that is due was not made.</summary>
    public Failure? PayoutFailure { get; init; }

    /// <summary>Acts whose outcome nobody knows, by transaction hash.</summary>
    public ImmutableDictionary<string, OpenAct> UnknownActs { get; init; } = ImmutableDictionary<string, OpenAct>.Empty;

    /// <summary>What became of those that were unknown.</summary>
    public ImmutableDictionary<string, ActResult> ResolvedActs { get; init; } = ImmutableDictionary<string, ActResult>.Empty;

    public ImmutableSortedDictionary<uint, FarmerBlock> Blocks { get; init; } = ImmutableSortedDictionary<uint, FarmerBlock>.Empty;

    /// <summary>A plant is under way, or a pail is neither harvested nor lost. One that only opened its block holds nothing.</summary>
    public bool HasOpenBlocks => Blocks.Values.Any(b => b.Plant == StepState.Pending || b is { Plant: StepState.Success, IsClosed: false, IsOpener: false });

    /// <summary>Planted, and neither harvested nor lost.</summary>
    public IEnumerable<uint> OpenBlocks => Blocks.Values.Where(b => b.Plant == StepState.Success && !b.IsClosed).Select(b => b.Index);

    /// <summary>Of the newest blocks that were harvested without a rescue: one more than are counted, for none counts for itself.</summary>
    public ImmutableSortedDictionary<uint, long> RecentRewards { get; init; } = ImmutableSortedDictionary<uint, long>.Empty;

    /// <summary>What he is or was owed, by block.</summary>
    public ImmutableSortedDictionary<uint, Compensation> Compensations { get; init; } = ImmutableSortedDictionary<uint, Compensation>.Empty;

    public IEnumerable<Compensation> OpenCompensations => Compensations.Values.Where(c => c.OpenStroops > 0);

    /// <summary>Blocks that others have spoiled, and of which nobody has said yet what he is owed.</summary>
    public IEnumerable<FarmerBlock> Undecided => Blocks.Values.Where(IsUndecided);

    /// <summary>Of the last of them beside that one; null where there are none.</summary>
    public long? MeanReward(uint beside) => CompensationRule.MeanOf(RecentRewards.Reverse().Where(r => r.Key != beside).Take(CompensationRule.RewardsCounted).Select(r => r.Value));

    /// <summary>Of the share that he owes: what no payment may have paid already.</summary>
    public long NettableShare => OwedShareStroops - (PayoutInDoubt is { Payment: var doubt } ? doubt.ShareStroops + doubt.ForgoneShareStroops : 0);

    public FarmerBlock? Find(uint block) => Blocks.GetValueOrDefault(block);

    /// <summary>Blocks older than what is kept are closed, whatever they were.</summary>
    public bool IsForgotten(uint block) => Blocks.Count > 0 && Find(block) is null && block < Blocks.Keys.First();

    /// <summary>Each area of his life applies its own events; none knows another's.</summary>
    /// <exception cref="UnreachableException">An event of a kind that this version does not know.</exception>
    public FarmerState Apply(FarmerEvent e)
    {
        var applied = this.ApplyLife(e) ?? this.ApplyFarming(e) ?? this.ApplyRescues(e) ?? this.ApplyWorks(e) ?? this.ApplyMoney(e) ?? this.ApplyOutgoings(e) ?? this.ApplyBooks(e)
            ?? this.ApplyLeaving(e) ?? this.ApplyCustody(e) ?? this.ApplyCompensations(e) ?? this.ApplyDoubts(e) ?? this.ApplyLives(e)
            ?? throw new UnreachableException(e.GetType().Name);
        applied = FarmerDoubts.Remember(this, applied, e);
        var ledger = FarmerBooks.LedgerOf(e);
        return ledger > applied.HighestLedger ? applied with { HighestLedger = ledger } : applied;
    }

    static bool IsUndecided(FarmerBlock block) => !block.IsCompensationDecided && CompensationRule.OwedBy(block) is not null;

    internal FarmerState Open(OpenAct act) => OpenAct is null
        ? this with { OpenAct = act }
        : throw new InvalidOperationException($"farmer {Id}: {act.Kind} submitted while {OpenAct.Kind} {OpenAct.Envelope.Hash} is open");

    /// <summary>Nothing is settled twice, nor without having been submitted: money would be lost or invented.</summary>
    internal FarmerState Close(ActKind kind, uint block) => OpenAct is { } act && act.Kind == kind && act.Block == block
        ? this with { OpenAct = null }
        : throw new InvalidOperationException($"farmer {Id}: {kind} of block {block} settled while {OpenAct?.Kind.ToString() ?? "nothing"} is open");

    /// <summary>The block that has just changed stays until the next change: somebody waits for its outcome.</summary>
    internal FarmerState With(uint block, Func<FarmerBlock, FarmerBlock> change)
    {
        var changed = change(Find(block) ?? new FarmerBlock(block));
        var blocks = Blocks.SetItem(block, changed);
        while (blocks.Count > ClosedBlocksKept && blocks.First() is { Value.IsClosed: true } oldest && oldest.Key != block && !IsUndecided(oldest.Value)) blocks = blocks.Remove(oldest.Key);
        var rewards = changed switch
        {
            { Harvest: not StepState.Success } => RecentRewards,
            // What others have spoiled is not what he usually earns: whoever fails often would owe less each time.
            { WorkSource: WorkSource.Rescue } => RecentRewards.Remove(block),
            _ => RecentRewards.SetItem(block, changed.RewardStroops),
        };
        return this with { Blocks = blocks, RecentRewards = rewards.Count > CompensationRule.RewardsCounted + 1 ? rewards.Remove(rewards.Keys.First()) : rewards };
    }
}
