using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Blocks;

/// <summary>Works that a pooler hands over: which are taken, which are still to land, and who answers for what came of them.</summary>
public static class BlockWorks
{
    /// <summary>Of one message and one event.</summary>
    public const int MostTogether = 100;

    /// <summary>What is handed over later has no time to land.</summary>
    const int LedgersBeforeBoundary = 3;

    /// <summary>
    /// Each hash is held against the block, its entropy and the farmer: what is taken the contract takes. What was taken before is taken again, whenever it is
    /// handed over; the event is null where nothing of it is new.
    /// </summary>
    public static (WorksTaken? Taken, WorksAnswered Answer) Take(this BlockState s, BlockKey key, ChainSnapshot? chain, IReadOnlyList<HandedWork> works, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(works);
        var (better, accepted, refused) = (new List<HandedWork>(), new List<Guid>(), new List<RefusedWork>());
        foreach (var work in works)
        {
            if (s.Taken.GetValueOrDefault(work.FarmerId) == work) accepted.Add(work.FarmerId);
            else if (s.WhyNot(key, chain, work) is { } failure) refused.Add(new RefusedWork(work.FarmerId, failure));
            else
            {
                accepted.Add(work.FarmerId);
                if (work.Zeros() > s.Known(work.FarmerId)) better.Add(work);
            }
        }
        return (better.Count == 0 ? null : new WorksTaken(key.PoolerId, key.Index, better, now), new WorksAnswered(key, accepted, refused));
    }

    /// <summary>Those of the taken works that are better than what the chain shows.</summary>
    public static IReadOnlyList<HandedWork> ToLand(this BlockState s, IEnumerable<PailSighting> pails)
    {
        ArgumentNullException.ThrowIfNull(s);
        return [.. pails.Select(p => s.Taken.GetValueOrDefault(p.FarmerId) is { } taken && (p.Zeros is not { } zeros || taken.Zeros() > zeros) ? taken : null).OfType<HandedWork>()];
    }

    /// <summary>What the farmer is told of his pail.</summary>
    public static RecordWork WorkOf(this BlockState s, BlockKey key, BlockFarmer farmer)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(farmer);
        var taken = s.Taken.GetValueOrDefault(farmer.FarmerId);
        return new RecordWork(
            farmer.FarmerId, key.Index, farmer.Zeros, farmer.Gap, taken is not null && taken.Zeros() == farmer.Zeros ? WorkSource.Backend : WorkSource.Pooler, taken is not null && taken.Zeros() > farmer.Zeros,
            farmer.ToldTooLate);
    }

    /// <summary>A pail that was never worked is the pooler's failure, unless the backend had taken a work for it, or nobody could tell him of it in time.</summary>
    public static Failure Missed(this BlockState s, BlockKey key, Guid farmer)
    {
        ArgumentNullException.ThrowIfNull(s);
        return s.Taken.ContainsKey(farmer)
            ? new Failure(ErrorCode.NotWorked, $"block {key.Index} closed before the work that the pooler had handed over was on the chain", Attribution.Backend)
            : s.Farmers[farmer].ToldTooLate
                ? new Failure(ErrorCode.NotWorked, $"block {key.Index} closed before the pail was worked; its plant became known too late", Attribution.Network)
                : new Failure(ErrorCode.NotWorked, $"block {key.Index} closed before the pail was worked", Attribution.Pooler);
    }

    static Failure? WhyNot(this BlockState s, BlockKey key, ChainSnapshot? chain, HandedWork work)
    {
        if (s.Farmers.GetValueOrDefault(work.FarmerId) is not { Plant: StepState.Pending or StepState.Success } farmer)
            return Of(ErrorCode.NotPlanted, $"farmer_id: nothing of {work.FarmerId:D} is planted in block {key.Index}");
        if (chain is null || chain.FarmIndex < key.Index || chain.FarmIndex == key.Index && chain.Block is null)
            return new Failure(ErrorCode.ChainUnavailable, $"block_index: block {key.Index} has not been read from the chain yet", Attribution.Network);
        if (chain.FarmIndex > key.Index || farmer.IsClosed) return Of(ErrorCode.BlockClosed, $"block_index: block {key.Index} is over");
        if (!ProofOfWork.Verify(key.Index, work.Nonce, chain.Block!.Entropy, KaleAddresses.Parse(farmer.CustodialWallet), Opaque.FromHex(work.Hash)))
            return Of(ErrorCode.HashInvalid, $"hash: not that of nonce {work.Nonce} for block {key.Index}, entropy {chain.Block.Entropy.ToHex()} and farmer {farmer.CustodialWallet}");
        return chain.CloseTime > chain.Boundary - (LedgersBeforeBoundary * (long)chain.LedgerMilliseconds + 999) / 1000
            ? Of(ErrorCode.BlockClosed, $"block_index: works of block {key.Index} are taken until {LedgersBeforeBoundary} ledgers before its boundary")
            : null;
    }

    /// <summary>The zeros that a better work must exceed; -1 while there is none.</summary>
    static long Known(this BlockState s, Guid farmer) => Math.Max(
        s.Taken.GetValueOrDefault(farmer) is { } taken ? taken.Zeros() : -1, s.Farmers[farmer] is { Work: StepState.Success, Zeros: var zeros } ? zeros : -1);

    static Failure Of(string code, string message) => new(code, message, Attribution.Pooler);
}
