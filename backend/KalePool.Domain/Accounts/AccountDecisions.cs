using System.Diagnostics;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Acts;

namespace KalePool.Domain.Accounts;

/// <summary>What an account does with what it is asked, and what it tells of it; functions of its state.</summary>
public static class AccountDecisions
{
    /// <summary>Those of the members who may be put into a batch.</summary>
    public static IEnumerable<BatchMember> FreeOf(this AccountState s, BatchKind kind, BlockKey block, IEnumerable<RosterEntry> members) =>
        members.Where(m => s.StepOf(kind, block, m.FarmerId) == MemberStep.Free).Select(m => new BatchMember(block, m.FarmerId, m.CustodialWallet));

    /// <inheritdoc cref="FreeOf(AccountState, BatchKind, BlockKey, IEnumerable{RosterEntry})"/>
    public static IEnumerable<BatchMember> FreeOf(this AccountState s, BlockKey block, IEnumerable<WorkEntry> members) => members
        .Where(m => s.StepOf(BatchKind.Work, block, m.Work.FarmerId) == MemberStep.Free)
        .Select(m => new BatchMember(block, m.Work.FarmerId, m.CustodialWallet, m.Work));

    public static AccountBatchSubmitted Submitted(string account, Guid batch, BatchKind kind, IEnumerable<BatchMember> members, IEnumerable<BatchMember> released, ActEnvelope act, DateTimeOffset now) =>
        new(account, batch, kind, PartsOf(members), PartsOf(released), act, now);

    public static AccountMembersReleased Released(string account, BatchKind kind, IEnumerable<BatchMember> members, string reason, DateTimeOffset now) =>
        new(account, kind, PartsOf(members), reason, now);

    public static AccountBatchSettled Settled(string account, OpenBatch open, BatchReport r, DateTimeOffset now) =>
        new(account, open.Id, open.Kind, r.Result, r.Outcomes, r.Ledger, r.FeeStroops, open.Envelope.Hash, r.Failure, now);

    /// <summary>What a member is told so that he has it in his own journal.</summary>
    public static FarmerCommand Delivery(SettledBatch batch, Undelivered member) => batch.Kind switch
    {
        BatchKind.Harvest => new RecordBatchHarvest(member.FarmerId, member.Block.Index, batch.Id, batch.TransactionHash, batch.Ledger, member.Outcome.RewardStroops, member.Outcome.StakeStroops),
        BatchKind.Rescue => new RecordBatchRescue(member.FarmerId, member.Block.Index, batch.Id, batch.TransactionHash, batch.Ledger, member.Outcome.Gap),
        BatchKind.Work => new RecordBatchWork(member.FarmerId, member.Block.Index, batch.Id, batch.TransactionHash, batch.Ledger, member.Outcome.Zeros, member.Outcome.Gap),
        BatchKind.Compensation => new PayCompensation(member.FarmerId, member.Block.Index, batch.TransactionHash, batch.Ledger, member.Outcome.Payments ?? []),
        _ => throw new UnreachableException($"a batch of kind {batch.Kind} has no members"),
    };

    /// <summary>Of a block's members, those with whom the account is done.</summary>
    public static HarvestsCarried Carried(this AccountState s, string account, BlockKey block, IReadOnlyCollection<Guid> members) =>
        new(block, account, [.. members.Where(m => Is(s, BatchKind.Harvest, block, m, MemberStep.Delivered))], [.. members.Where(m => Is(s, BatchKind.Harvest, block, m, MemberStep.Released))]);

    /// <inheritdoc cref="Carried"/>
    public static RescuesOver RescuesDone(this AccountState s, BlockKey block, IReadOnlyCollection<Guid> members) =>
        new(block, [.. members.Where(m => Is(s, BatchKind.Rescue, block, m, MemberStep.Delivered))], [.. members.Where(m => Is(s, BatchKind.Rescue, block, m, MemberStep.Released))]);

    static bool Is(AccountState s, BatchKind kind, BlockKey block, Guid farmer, MemberStep step) => s.StepOf(kind, block, farmer) == step;

    /// <summary>Members in their order; of each run of one block one part.</summary>
    static List<BatchPart> PartsOf(IEnumerable<BatchMember> members)
    {
        var parts = new List<(BlockKey Block, List<Guid> Farmers)>();
        foreach (var member in members)
        {
            if (parts.Count == 0 || parts[^1].Block != member.Block) parts.Add((member.Block, []));
            parts[^1].Farmers.Add(member.FarmerId);
        }
        return [.. parts.Select(p => new BatchPart(p.Block, p.Farmers))];
    }
}
