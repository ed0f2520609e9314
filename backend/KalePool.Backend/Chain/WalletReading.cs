using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>A farmer's wallet, pail and farm in one answer of one node.</summary>
/// <param name="Ledger">The newest closed ledger of the answer.</param>
/// <param name="FarmIndex">The farm's index.</param>
/// <param name="PailLiveUntil">The last ledger that the pail lives in; 0 where there is none.</param>
/// <param name="BlockStands">Whether the block that was asked for is on the chain; without it its pail cannot be harvested.</param>
/// <param name="OpenPailsStand">No pail of the blocks that were asked for beside is gone.</param>
public sealed record WalletReading(uint Ledger, uint FarmIndex, AccountEntry? Account, TrustLineEntry? TrustLine, KalePail? Pail, uint PailLiveUntil, bool BlockStands, bool OpenPailsStand)
{
    /// <summary>For the comparison with the journal.</summary>
    public BalanceSighting Balance => new(Ledger, TrustLine?.Balance ?? 0, OpenPailsStand);

    const int KeysOfWallet = 5;

    /// <summary>Stroops of XLM that can be spent.</summary>
    public long AvailableXlm => Account?.AvailableBalance(FeePolicy.BaseReserve) ?? 0;

    /// <summary>Stroops of KALE that can be spent.</summary>
    public long AvailableKale => TrustLine is { } line && line.IsAuthorized() ? line.AvailableBalance() : 0;

    /// <param name="openBlocks">Whose pails must stand for the balance to be comparable; at most a day of them are asked for in one answer.</param>
    public static async Task<WalletReading> ReadAsync(
        IStellarRpc rpc, KaleDeployment deployment, string wallet, uint block, IEnumerable<uint> openBlocks, CancellationToken cancellation)
    {
        var owner = Addresses.Account(wallet);
        var account = KaleKeys.Account(owner);
        var trustLine = KaleKeys.TrustLine(owner, deployment.TrustLineAsset);
        var pail = KaleKeys.Pail(deployment.ContractId, new SCAddress.Account(owner), block);
        var inBlock = KaleKeys.Block(deployment.ContractId, block);
        var instance = KaleKeys.Instance(deployment.ContractId);
        var open = openBlocks.Select(b => KaleKeys.Pail(deployment.ContractId, new SCAddress.Account(owner), b)).ToList();
        var isWhole = open.Count <= StellarRpcClient.MaxKeysOfRequest - KeysOfWallet;
        var read = await rpc.ReadEntriesAsync([account, trustLine, pail, inBlock, instance, .. isWhole ? open : []], cancellation);
        return new WalletReading(
            read.Ledger,
            read.Find(instance) is { } farm ? KaleCodec.DecodeFarm(farm).StoredIndex ?? 0 : 0,
            (read.Find(account) as LedgerEntryData.Account)?.Value,
            (read.Find(trustLine) as LedgerEntryData.Trustline)?.Value,
            read.Find(pail) is { } data ? KaleCodec.DecodePail(data) : null,
            read.Entries.GetValueOrDefault(pail)?.LiveUntil ?? 0,
            read.Find(inBlock) is not null,
            isWhole && open.TrueForAll(key => read.Find(key) is not null));
    }
}
