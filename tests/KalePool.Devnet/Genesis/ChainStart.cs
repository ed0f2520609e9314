using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Genesis;

/// <summary>Where a chain begins: at a genesis of its own, or where another network stands whose rules it shall go on by.</summary>
/// <param name="RouterId">32 bytes.</param>
/// <param name="RouterCode">SHA-256 of the router's code, 32 bytes.</param>
sealed record ChainStart(LedgerState State, ClosedLedger Closed, KaleDeployment Deployment, Opaque RouterId, Opaque RouterCode)
{
    /// <param name="closeTime">Unix seconds.</param>
    public static ChainStart Genesis(DevnetSettings settings, ulong closeTime)
    {
        var genesis = new GenesisLedger(settings, new Network(settings.Passphrase), new DevnetKeys(settings));
        var (state, closed) = genesis.Make(closeTime);
        return new ChainStart(state, closed, genesis.Deployment, genesis.RouterId, PlaceholderCode.Router.Hash);
    }
}
