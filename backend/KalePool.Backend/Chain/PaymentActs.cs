using KalePool.Actors.Ports;
using KalePool.Backend.Custody;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Rpc;

namespace KalePool.Backend.Chain;

/// <summary>What pays out of a farmer's wallet: payouts while he stays, the exit when he leaves.</summary>
sealed class PaymentActs(FarmWatch watch, IStellarRpc rpc, WalletKeys keys, EnvelopeBuilder builder, BalanceCheck books, DepositCursor transfers, FeeSponsor sponsor)
{
    /// <summary>A payment that is not included in this time is given up and built anew.</summary>
    const int BoundSeconds = 60;

    /// <summary>Transfers of the newest ledger are known a moment after the ledger is.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Of a block: how long a payout may keep the wallet from planting, at most.</summary>
    const int PayoutPartOfBlock = 3;

    /// <summary>Not where the next plant would have to wait for it.</summary>
    public Task<Preparation> PreparePayoutAsync(FarmerState farmer, CancellationToken cancellation) => Look(farmer, async (chain, deployment, reading) =>
    {
        var bound = Math.Min(BoundSeconds, chain.BlockInterval / PayoutPartOfBlock);
        // A pail that is gone has been harvested by somebody: whose the wallet's KALE is will be known when he has been told.
        if (!IsFree(chain, bound) || !reading.OpenPailsStand || reading.Account is not { } account) return new Preparation.NotNow();
        if (await books.CompareAsync(farmer, reading.Balance, cancellation) is { } first) return first;
        if (Unexplained(farmer) is { } loss) return loss;
        var payment = reading.OnPayout(farmer);
        if (payment.KaleStroops == 0) return new Preparation.NotNow();
        if (reading.WhyNotPay(payment) is { } failure) return new Preparation.Refused(failure);
        var signer = await keys.OpenAsync(farmer.Id, cancellation);
        var times = ActTimes.Until(chain, chain.CloseTime + bound, reading.Ledger);
        return new Preparation.Ready(builder.Payout(account, deployment, farmer.Id, farmer.PayoutsMade + 1, payment, times, signer), 0, payment);
    }, cancellation);

    public Task<Preparation> PrepareExitAsync(FarmerState farmer, CancellationToken cancellation) => Look(farmer, async (chain, deployment, reading) =>
    {
        if (reading.Account is not { } account)
        {
            return farmer.WasActive && !farmer.ExitWasSent
                ? new Preparation.Refused(new Failure(ErrorCode.UnknownOutcome, "the wallet is not on the chain and no exit was sent: an operator must look", Attribution.Network))
                : new Preparation.AlreadyDone(new ActReport(ActResult.Success, reading.Ledger, 0, 0, 0, null));
        }
        if (await books.CompareAsync(farmer, reading.Balance, cancellation) is { } first) return first;
        if (Unexplained(farmer) is { } loss) return loss;
        var payment = reading.OnExit(farmer);
        if (reading.WhyNotExit(payment) is { } failure) return new Preparation.Refused(failure);
        var signer = await keys.OpenAsync(farmer.Id, cancellation);
        var times = ActTimes.Until(chain, chain.CloseTime + BoundSeconds, reading.Ledger);
        return new Preparation.Ready(builder.Exit(account, deployment, farmer.Id, farmer.PayoutsMade + 1, payment, reading.TrustLine is not null, times, signer), 0, payment);
    }, cancellation);

    /// <summary>Between plants: the payout is over before a rescue may need the wallet and the next block can be opened, or nobody opens one.</summary>
    static bool IsFree(ChainSnapshot chain, int bound) =>
        chain.BoundaryPassed ? chain.CloseTime >= chain.Boundary + BoundSeconds : chain.SlotFor(chain.PlantIndex) is { } slot && chain.CloseTime + bound <= slot.NotAfter;

    static Preparation.Refused? Unexplained(FarmerState farmer) => farmer.UnexplainedLossStroops == 0 ? null : new Preparation.Refused(new Failure(
        ErrorCode.UnknownOutcome, $"{farmer.UnexplainedLossStroops} stroops of KALE have left the wallet and nothing tells where to: an operator must look and accept the loss", Attribution.Network));

    async Task<Preparation> Look(FarmerState farmer, Func<ChainSnapshot, KaleDeployment, PaymentReading, Task<Preparation>> prepare, CancellationToken cancellation)
    {
        if (watch.Latest is not { } chain || watch.Deployment is not { } deployment) return new Preparation.Unavailable(watch.Trouble ?? "the chain has not answered yet");
        try
        {
            var reading = await PaymentReading.ReadAsync(rpc, deployment, farmer, cancellation);
            if (reading.Ledger < chain.LatestLedger) return new Preparation.Unavailable($"the node answered for ledger {reading.Ledger}, which is not the newest");
            // A journal that was restored learns of its own payments from the chain: before it has, a payment might be the second one.
            if (!await transfers.ReachesAsync(reading.Ledger, Patience, cancellation))
                return new Preparation.Unavailable($"transfers have been looked at until ledger {transfers.SeenLedger}, the wallet is of {reading.Ledger}");
            return await sponsor.SponsorAsync(await prepare(chain, deployment, reading), cancellation);
        }
        catch (RpcException e)
        {
            return new Preparation.Unavailable(e.Message);
        }
    }
}
