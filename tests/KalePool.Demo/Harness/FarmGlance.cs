using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;

namespace KalePool.Demo.Harness;

/// <summary>Where the chain's farm stands.</summary>
/// <param name="Ledger">The newest closed one.</param>
/// <param name="Index">The newest block.</param>
/// <param name="SecondsLeft">Until a plant opens the next block; below zero when that is overdue.</param>
/// <param name="Pails">How many of those asked for there are.</param>
public sealed record FarmGlance(uint Ledger, uint Index, long SecondsLeft, int Pails)
{
    /// <summary>Index and pails come from one reading.</summary>
    /// <param name="farmers">G… of those whose pails in <paramref name="block"/> are counted.</param>
    public static async Task<FarmGlance> ReadAsync(
        IStellarRpc rpc, ChainSettings chain, IEnumerable<string> farmers, uint block, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(rpc);
        ArgumentNullException.ThrowIfNull(chain);
        var contract = StrKey.Decode(StrKeyKind.Contract, chain.KaleContractId);
        var instance = LedgerKeys.ContractInstance(contract);
        var pails = farmers.Select(f => KaleKeys.Pail(contract, Addresses.Parse(f), block)).ToList();
        var picture = await rpc.ReadEntriesAsync([instance, .. pails], stop);
        var farm = KaleCodec.DecodeFarm(picture.Find(instance) ?? throw new InvalidOperationException("the chain has no farm"));
        var latest = await rpc.GetLatestLedgerAsync(stop);
        var boundary = (long)(farm.FarmBlock?.Timestamp ?? 0) + chain.BlockIntervalSeconds;
        return new FarmGlance(latest.Sequence, farm.Index, boundary - (latest.CloseTime ?? 0), pails.Count(p => picture.Find(p) is not null));
    }
}
