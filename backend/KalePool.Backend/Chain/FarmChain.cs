using KalePool.Actors.Ports;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Kale;
using KalePool.Stellar.Rpc;

namespace KalePool.Backend.Chain;

/// <summary>The farm for the block supervisors.</summary>
public sealed class FarmChain(FarmWatch watch, IStellarRpc rpc) : IFarmChain
{
    /// <summary>Keys of one answer, less the instance's.</summary>
    const int PailsOfAnswer = StellarRpcClient.MaxKeysOfRequest - 1;

    public ChainSnapshot? Latest => watch.Latest;

    public Task NextLedgerAsync(CancellationToken cancellation) => watch.NextLedgerAsync(cancellation);

    public async Task<PailReading> ReadPailsAsync(uint block, IReadOnlyList<RosterEntry> farmers, CancellationToken cancellation)
    {
        if (watch.Deployment is not { } deployment) return new PailReading(0, 0, []);
        var pails = new List<PailSighting>(farmers.Count);
        var (ledger, index) = (uint.MaxValue, uint.MaxValue);
        foreach (var page in farmers.Chunk(PailsOfAnswer))
        {
            var instance = KaleKeys.Instance(deployment.ContractId);
            var keys = page.Select(f => (f.FarmerId, Key: KaleKeys.Pail(deployment.ContractId, KaleAddresses.Parse(f.CustodialWallet), block))).ToList();
            var read = await rpc.ReadEntriesAsync([instance, .. keys.Select(k => k.Key)], cancellation);
            if (read.Find(instance) is not { } farm) return new PailReading(0, 0, []);
            (ledger, index) = (Math.Min(ledger, read.Ledger), Math.Min(index, KaleCodec.DecodeFarm(farm).StoredIndex ?? 0));
            foreach (var (farmerId, key) in keys)
            {
                if (read.Find(key) is not { } data) continue;
                var pail = KaleCodec.DecodePail(data);
                pails.Add(new PailSighting(farmerId, pail.Zeros, pail.Gap));
            }
        }
        return new PailReading(ledger, index, pails);
    }
}
