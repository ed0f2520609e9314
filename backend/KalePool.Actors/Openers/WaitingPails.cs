using Akka.Actor;
using KalePool.Actors.Ports;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Actors.Openers;

/// <summary>Whose pails of the newest block wait for the next one: those who have something open say so, and the chain which of them are worked.</summary>
sealed class WaitingPails(IDueList due, IFarmChain chain, TimeProvider time, IActorRef farmers, IActorRef blocks, IActorRef poolers)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whoever does not answer keeps nobody else's pails waiting.</summary>
    public async Task<OpenerSignals.PailsSeen> ReadAsync(uint index, CancellationToken cancellation)
    {
        var pails = new Dictionary<Guid, (RosterEntry Entry, PoolerPresence Pooler)>();
        foreach (var entity in await due.ReadAsync(cancellation))
        {
            try
            {
                if (entity.Kind == DueEntity.Block && BlockKey.Parse(entity.Id) is var key && key.Index == index) await AddBlockAsync(pails, key, cancellation);
                if (entity.Kind == DueEntity.Farmer) await AddOwnAsync(pails, Guid.ParseExact(entity.Id, "N"), index, cancellation);
            }
            catch (Exception e) when (e is AskTimeoutException or FormatException)
            {
                // He is looked at again with the next ledger; a row that names nobody is the due list's to tell of.
            }
        }
        if (pails.Count == 0) return new OpenerSignals.PailsSeen(index, [], 0);
        var reading = await chain.ReadPailsAsync(index, [.. pails.Values.Select(p => p.Entry)], cancellation);
        if (reading.FarmIndex != index) return new OpenerSignals.PailsSeen(index, [], 0);
        var waiting = reading.Pails.Where(p => p.Zeros is not null).Select(p => new OpenerCandidate(p.FarmerId, pails[p.FarmerId].Pooler)).ToList();
        return new OpenerSignals.PailsSeen(index, waiting, reading.Pails.Count - waiting.Count);
    }

    async Task AddBlockAsync(Dictionary<Guid, (RosterEntry Entry, PoolerPresence Pooler)> pails, BlockKey key, CancellationToken cancellation)
    {
        var open = (await blocks.Ask<BlockStanding>(new GetBlock(key), Patience, cancellation)).Farmers.Where(f => f is { Plant: StepState.Success, IsClosed: false }).ToList();
        if (open.Count == 0) return;
        var presence = PresenceOf(await poolers.Ask<PoolerStanding>(new GetPooler(key.PoolerId), Patience, cancellation));
        foreach (var farmer in open) pails[farmer.FarmerId] = (new RosterEntry(farmer.FarmerId, farmer.CustodialWallet), presence);
    }

    async Task AddOwnAsync(Dictionary<Guid, (RosterEntry Entry, PoolerPresence Pooler)> pails, Guid farmer, uint index, CancellationToken cancellation)
    {
        var standing = await farmers.Ask<FarmerStanding>(new GetFarmer(farmer), Patience, cancellation);
        if (standing.OwnPails?.Contains(index) == true) pails[farmer] = (new RosterEntry(farmer, standing.CustodialWallet), PoolerPresence.None);
    }

    PoolerPresence PresenceOf(PoolerStanding pooler)
    {
        if (!pooler.IsActive) return PoolerPresence.None;
        return pooler.LastSeen is { } seen && time.GetUtcNow() - seen < RescueRule.Silence ? PoolerPresence.Present : PoolerPresence.Silent;
    }
}
