using System.Globalization;
using KalePool.Backend.Chain;
using KalePool.Backend.ReadModel.Queries;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>Wallets of active farmers that hold too little XLM for the next plant.</summary>
sealed class LowWallets(AlertBoard board, ReadModelReader reader, IStellarRpc rpc, WalletNeeds needs)
{
    public async Task LookAsync(CancellationToken cancellation)
    {
        var farmers = await reader.ListAsync(
            "SELECT id, custodial_public_key FROM farmers WHERE status = 'active' AND paused_by IS NULL", null, r => (Id: r.GetGuid(0), Wallet: r.GetString(1)), cancellation);
        var low = new Dictionary<string, string>();
        foreach (var page in farmers.Chunk(StellarRpcClient.MaxKeysOfRequest))
        {
            var keys = page.Select(f => (Farmer: f, Key: KaleKeys.Account(Addresses.Account(f.Wallet)))).ToList();
            var read = await rpc.ReadEntriesAsync([.. keys.Select(k => k.Key)], cancellation);
            foreach (var (farmer, key) in keys)
            {
                var available = (read.Find(key) as LedgerEntryData.Account)?.Value.AvailableBalance(FeePolicy.BaseReserve) ?? 0;
                if (available < needs.LeastToPlant)
                    low[farmer.Id.ToString("D")] = string.Create(CultureInfo.InvariantCulture, $"wallet {farmer.Wallet} has {available} stroops of XLM above its reserve, {needs.LeastToPlant} are needed to plant");
            }
        }
        board.SetAll(AlertCode.WalletBelowThreshold, low);
    }
}
