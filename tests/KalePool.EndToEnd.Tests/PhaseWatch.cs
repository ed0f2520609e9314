using KalePool.Contracts.Admin;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;

namespace KalePool.EndToEnd.Tests;

public enum Phase
{
    /// <summary>The backend has a plant under way.</summary>
    Planting,

    /// <summary>A pail is on the chain for the first time.</summary>
    PlantApplied,

    /// <summary>Everybody is planted, nobody has worked.</summary>
    Hashing,

    /// <summary>The pooler has worked for the first farmer and not for the last.</summary>
    Working,

    /// <summary>The next block is open, and the pails are still there.</summary>
    Harvesting,

    /// <summary>A worked pail is gone from the chain.</summary>
    HarvestApplied,
}

/// <summary>Asks backend, pooler and chain, as fast as they answer, until the first block is in a phase.</summary>
sealed class PhaseWatch(LocalPool pool, IReadOnlyList<Farmer> farmers) : IDisposable
{
    readonly HttpClient _http = new();
    readonly BlockOpener _opener = new(pool, TimeProvider.System);

    public async Task ReachAsync(Phase phase, CancellationToken stop)
    {
        var rpc = new StellarRpcClient(_http, pool.Devnet.RpcUrl);
        while (true)
        {
            var list = await pool.Api.BlocksAsync(stop);
            if (list.Blocks.MinBy(b => b.BlockIndex) is not { } block) continue;
            if (phase is Phase.Harvesting or Phase.HarvestApplied) await _opener.OpenAfterAsync(block.BlockIndex, stop);
            if (await IsInAsync(phase, block, rpc, stop)) return;
        }
    }

    public void Dispose() => _http.Dispose();

    async Task<bool> IsInAsync(Phase phase, BlockView block, StellarRpcClient rpc, CancellationToken stop)
    {
        int Count(Func<BlockFarmerView, string> step, string status) => block.Farmers.Count(f => step(f) == status);
        return phase switch
        {
            Phase.Planting => Count(f => f.Plant, StepStatus.Pending) > 0,
            Phase.PlantApplied => (await ChainAsync(rpc, block.BlockIndex, stop)).Pails > 0,
            Phase.Hashing => Count(f => f.Plant, StepStatus.Success) == farmers.Count && Count(f => f.Work, StepStatus.Success) == 0,
            // The pooler reports its works together; that the first is done is in its own lines before.
            Phase.Working => pool.Poolers.Named("worked").Count is var worked && worked > 0 && worked < farmers.Count,
            Phase.Harvesting => await ChainAsync(rpc, block.BlockIndex, stop) is var (index, pails) && index > block.BlockIndex && pails == farmers.Count,
            Phase.HarvestApplied => await ChainAsync(rpc, block.BlockIndex, stop) is var (index, pails) && index > block.BlockIndex && pails < farmers.Count,
            _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
        };
    }

    /// <summary>The newest block's index, and how many of our farmers have a pail in <paramref name="block"/>, in one reading.</summary>
    async Task<(uint Index, int Pails)> ChainAsync(StellarRpcClient rpc, uint block, CancellationToken stop)
    {
        var contract = StrKey.Decode(StrKeyKind.Contract, pool.Devnet.KaleContractId);
        var instance = LedgerKeys.ContractInstance(contract);
        var pails = farmers.Select(f => KaleKeys.Pail(contract, Addresses.Parse(f.CustodialWallet), block)).ToList();
        var picture = await rpc.ReadEntriesAsync([instance, .. pails], stop);
        var farm = KaleCodec.DecodeFarm(picture.Find(instance) ?? throw new InvalidOperationException("the chain has no farm"));
        return (farm.Index, pails.Count(p => picture.Find(p) is not null));
    }
}
