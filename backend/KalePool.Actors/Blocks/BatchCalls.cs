using Akka.Actor;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;

namespace KalePool.Actors.Blocks;

/// <summary>What a block asks of the shared accounts, again and again until they have answered for every farmer.</summary>
sealed class BatchCalls(BlockKey key, BatchPlan plan, IActorRef accounts, IActorRef farmers, TimeProvider time)
{
    /// <summary>Farmers who have not answered yet are waited for so long, so that they go with the others.</summary>
    static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    readonly HashSet<Guid> _free = [];
    readonly HashSet<Guid> _rescuesKnown = [];
    readonly Dictionary<Guid, string> _rescuers = [];
    DateTimeOffset? _since;
    readonly Dictionary<Guid, DateTimeOffset> _asked = [];
    readonly Dictionary<Guid, DateTimeOffset> _told = [];
    readonly Dictionary<Guid, DateTimeOffset> _rescuesAsked = [];

    public bool IsOn => plan.IsOn;

    /// <summary>Whether the farmer himself may be asked to harvest: the accounts have nothing to do with him, or not any more.</summary>
    public bool IsFree(BlockState state, Guid farmer) => !state.InBatches || _free.Contains(farmer);

    /// <summary>Once, when all plants are decided; null where everybody has his account already.</summary>
    public HarvestsAssigned? Assign(BlockState state, DateTimeOffset now)
    {
        if (!state.InBatches) return null;
        var open = state.InOrder.Where(f => f is { Plant: StepState.Success, IsClosed: false, HarvestedBy: null }).Select(f => f.FarmerId).ToList();
        return open.Count == 0 ? null : new HarvestsAssigned(key.PoolerId, key.Index, plan.PartsOf(key, open, plan.MaxHarvests), now);
    }

    /// <summary>First the farmer has his work in his journal, then his account may harvest him.</summary>
    public void Harvests(BlockState state, FarmerInbox inbox)
    {
        if (!state.InBatches) return;
        _since ??= time.GetUtcNow();
        var ready = new List<BlockFarmer>();
        var all = state.InOrder.Where(f => f is { Plant: StepState.Success, IsClosed: false, HarvestedBy: not null } && !_free.Contains(f.FarmerId)).ToList();
        foreach (var farmer in all)
        {
            if (farmer.Work != StepState.Success || inbox.IsInformed(farmer.FarmerId)) ready.Add(farmer);
            else if (IsRescueKnown(farmer) && IsTime(_told, farmer.FarmerId)) farmers.Tell(new RecordWork(farmer.FarmerId, key.Index, farmer.Zeros, farmer.Gap, WorkSource.Pooler, farmer.ToldTooLate));
        }
        if (ready.Count < all.Count && time.GetUtcNow() - _since < Together) return;
        foreach (var part in ready.Where(f => IsTime(_asked, f.FarmerId)).GroupBy(f => f.HarvestedBy!)) accounts.Tell(new CarryHarvests(part.Key, key, MembersOf(part)));
    }

    /// <summary>Those whom the wallets must rescue now: the accounts had their chance, or there are none.</summary>
    public IReadOnlyList<Guid> Rescues(BlockState state, IReadOnlyList<Guid> unworked)
    {
        if (!plan.IsOn) return unworked;
        var first = unworked.Where(f => !_rescuers.ContainsKey(f)).ToHashSet();
        foreach (var part in plan.PartsOf(key, first, BatchPlan.MostRescues))
        {
            foreach (var farmer in part.FarmerIds) _rescuers[farmer] = part.AccountId;
            accounts.Tell(new CarryRescues(part.AccountId, key, MembersOf(part.FarmerIds.Select(id => state.Farmers[id]))));
        }
        return [.. unworked.Where(f => !first.Contains(f))];
    }

    public void Note(HarvestsCarried carried) => _free.UnionWith([.. carried.Delivered, .. carried.Released]);

    public void Note(RescuesOver over) => _rescuesKnown.UnionWith([.. over.Carried, .. over.Left]);

    /// <summary>A pail without zeros may be a rescue's: whose work it is the farmer knows only when the account has told him.</summary>
    bool IsRescueKnown(BlockFarmer farmer)
    {
        if (farmer.Zeros > 0 || !plan.IsOn || _rescuesKnown.Contains(farmer.FarmerId)) return true;
        var account = _rescuers.GetValueOrDefault(farmer.FarmerId) ?? plan.PartsOf(key, [farmer.FarmerId], 1)[0].AccountId;
        if (IsTime(_rescuesAsked, farmer.FarmerId)) accounts.Tell(new CarryRescues(account, key, MembersOf([farmer])));
        return false;
    }

    bool IsTime(Dictionary<Guid, DateTimeOffset> last, Guid farmer)
    {
        var now = time.GetUtcNow();
        if (now - last.GetValueOrDefault(farmer) < FarmerCalls.AskAgain) return false;
        last[farmer] = now;
        return true;
    }

    static IReadOnlyList<RosterEntry> MembersOf(IEnumerable<BlockFarmer> members) => [.. members.Select(f => new RosterEntry(f.FarmerId, f.CustodialWallet))];
}
