using KalePool.Actors.Ports;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Rpc;

namespace KalePool.Backend.Chain;

/// <summary>Whether the journal adds up to what the chain has, where that can be said.</summary>
sealed class BalanceCheck(FarmWatch watch, IStellarRpc rpc, DepositCursor deposits)
{
    /// <summary>Deposits of the newest ledger are known a moment after the ledger is.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Null where they agree or cannot be compared. A gain may be a deposit that is still to be told of; a loss must be seen twice.</summary>
    /// <exception cref="RpcException">The second reading brought no answer.</exception>
    public async Task<Preparation?> CompareAsync(FarmerState farmer, BalanceSighting seen, CancellationToken cancellation)
    {
        if (!farmer.IsTelling(seen)) return null;
        var drift = farmer.DriftOf(seen);
        if (!await deposits.ReachesAsync(seen.Ledger, Patience, cancellation)) return new Preparation.Unavailable($"deposits have been looked at until ledger {deposits.SeenLedger}, the balance is of {seen.Ledger}");
        if (drift >= 0) return new Preparation.Drifted(seen);
        await watch.NextLedgerAsync(cancellation);
        var again = (await WalletReading.ReadAsync(rpc, watch.Deployment!, farmer.CustodialWallet, 0, farmer.OpenBlocks, cancellation)).Balance;
        return again.Ledger > seen.Ledger && farmer.DriftOf(again) == drift
            ? new Preparation.Drifted(seen)
            : new Preparation.Unavailable("a second reading of the balance does not agree with the first");
    }
}
