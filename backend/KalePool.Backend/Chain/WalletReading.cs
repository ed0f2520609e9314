using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>A farmer's wallet, pail and farm in one answer of one node.</summary>
/// <param name="Ledger">The newest closed ledger of the answer.</param>
/// <param name="FarmIndex">The farm's index.</param>
public sealed record WalletReading(uint Ledger, uint FarmIndex, AccountEntry? Account, TrustLineEntry? TrustLine, KalePail? Pail)
{
    /// <summary>Stroops of XLM that can be spent.</summary>
    public long AvailableXlm => Account?.AvailableBalance(FeePolicy.BaseReserve) ?? 0;

    /// <summary>Stroops of KALE that can be spent.</summary>
    public long AvailableKale => TrustLine is { } line && line.IsAuthorized() ? line.AvailableBalance() : 0;

    public static async Task<WalletReading> ReadAsync(IStellarRpc rpc, KaleDeployment deployment, string wallet, uint block, CancellationToken cancellation)
    {
        var owner = Addresses.Account(wallet);
        var account = KaleKeys.Account(owner);
        var trustLine = KaleKeys.TrustLine(owner, deployment.TrustLineAsset);
        var pail = KaleKeys.Pail(deployment.ContractId, new SCAddress.Account(owner), block);
        var instance = KaleKeys.Instance(deployment.ContractId);
        var read = await rpc.ReadEntriesAsync([account, trustLine, pail, instance], cancellation);
        return new WalletReading(
            read.Ledger,
            read.Find(instance) is { } farm ? KaleCodec.DecodeFarm(farm).StoredIndex ?? 0 : 0,
            (read.Find(account) as LedgerEntryData.Account)?.Value,
            (read.Find(trustLine) as LedgerEntryData.Trustline)?.Value,
            read.Find(pail) is { } data ? KaleCodec.DecodePail(data) : null);
    }
}
