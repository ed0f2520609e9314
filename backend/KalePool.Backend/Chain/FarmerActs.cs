using KalePool.Actors.Ports;
using KalePool.Backend.Custody;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>A farmer's acts on the chain: looked at, built and signed here; carried out by the act machine.</summary>
public sealed class FarmerActs(FarmWatch watch, IStellarRpc rpc, WalletKeys keys, Network network, DepositCursor deposits, ResourceFees fees, WalletNeeds needs, FeeSponsor sponsor) : IFarmerActs
{
    /// <summary>A harvest or trustline that is not included in this time is given up and built anew.</summary>
    const int BoundSeconds = 60;

    /// <summary>As a refusal names it: a resource fee below what the chain asks is one cause.</summary>
    const string Invalid = nameof(TransactionResultResult.TxSorobanInvalid);

    readonly HarvestSearch _harvests = new(rpc);
    readonly EnvelopeBuilder _builder = new(network);
    readonly BalanceCheck _books = new(watch, rpc, deposits);
    readonly PaymentActs _payments = new(watch, rpc, keys, new EnvelopeBuilder(network), new BalanceCheck(watch, rpc, deposits), deposits, sponsor);
    readonly PailActs _pails = new(watch, rpc, keys, new EnvelopeBuilder(network), fees, needs, sponsor);

    public Task<Preparation> PrepareTrustlineAsync(FarmerState farmer, CancellationToken cancellation) => Look(farmer, 0, async (chain, deployment, wallet) =>
    {
        if (wallet.Account is null) return new Preparation.Refused(FundingFailures.NotFunded(farmer.CustodialWallet));
        if (wallet.TrustLine is not null) return new Preparation.AlreadyDone(new ActReport(ActResult.Success, wallet.Ledger, 0, 0, 0, null));
        if (FeePolicy.MinimumXlm - wallet.Account.Balance is > 0 and var missing) return new Preparation.Refused(FundingFailures.TooLittle(missing));
        var times = ActTimes.Until(chain, chain.CloseTime + BoundSeconds, wallet.Ledger);
        return new Preparation.Ready(_builder.Trustline(wallet.Account, deployment, times, await keys.OpenAsync(farmer.Id, cancellation)), 0);
    }, cancellation, isSponsored: false);

    public Task<Preparation> PreparePlantAsync(FarmerState farmer, PlantSlot slot, CancellationToken cancellation) => Look(farmer, slot.Block, async (chain, deployment, wallet) =>
    {
        if (wallet.Pail is { } pail) return new Preparation.AlreadyDone(new ActReport(ActResult.Success, pail.Sequence, 0, AssetAmounts.Stroops(pail.Stake), 0, null, LiveUntil: wallet.PailLiveUntil));
        if (watch.WhyNotPlant is { } closed) return new Preparation.Refused(closed);
        if (chain.CloseTime >= slot.NotAfter) return Refused(ErrorCode.BlockClosed, $"no plant was included in block {slot.Block} in time", slot.WasAskedLate ? Attribution.Pooler : Attribution.Backend);
        if (chain.CloseTime < slot.NotBefore) return new Preparation.Unavailable($"block {slot.Block} cannot be opened before {DateTimeOffset.FromUnixTimeSeconds(slot.NotBefore):O}");
        if (wallet.Account is null) return Refused(ErrorCode.NotFunded, "the wallet does not exist", Attribution.Farmer);
        if (wallet.TrustLine is null) return Refused(ErrorCode.NoTrustline, "the wallet has no KALE trustline", Attribution.Farmer);
        if (await _books.CompareAsync(farmer, wallet.Balance, cancellation) is Preparation.Drifted drifted) return drifted;
        var needed = needs.LeastToPlantBeside(farmer.OpenBlocks.Count());
        if (wallet.AvailableXlm < needed) return new Preparation.Refused(FundingFailures.TooLittleToPlant(wallet.AvailableXlm, needed));
        // What a batch or a stranger has harvested and he has not been told of yet is not his alone: it is not staked before it is booked.
        var available = wallet.OpenPailsStand ? wallet.AvailableKale : Math.Min(wallet.AvailableKale, farmer.BalanceStroops);
        var stake = StakeRule.StakeFor(available, farmer.OwedShareStroops, farmer.StakePercentage);
        var times = ActTimes.Until(chain, slot.NotAfter, wallet.Ledger) with { NotBefore = slot.NotBefore };
        var owner = KaleAddresses.Parse(farmer.CustodialWallet);
        try
        {
            var cost = await CostAsync(farmer, deployment, new KaleCall.Plant(owner, stake), KaleFootprints.Plant(deployment, owner, slot.Block, stake), cancellation);
            return new Preparation.Ready(_builder.Plant(wallet.Account, deployment, slot.Block, stake, times, await keys.OpenAsync(farmer.Id, cancellation), cost), stake);
        }
        catch (FeeRefusedException e)
        {
            return Refused(ErrorCode.ChainUnavailable, e.Message, Attribution.Network);
        }
    }, cancellation);

    public Task<Preparation> PrepareRescueAsync(FarmerState farmer, uint block, CancellationToken cancellation) => Look(farmer, block, async (chain, deployment, wallet) =>
    {
        if (wallet.FarmIndex != block) return Refused(ErrorCode.BlockClosed, $"block {block} is not the newest any more", Attribution.Network);
        if (chain.FarmIndex != block || chain.Block is not { } open) return new Preparation.Unavailable($"block {block} has not been read yet");
        if (wallet.Pail is not { } pail) return new Preparation.Refused(ActReading.Gone(block));
        if (pail.IsWorked) return new Preparation.AlreadyDone(new ActReport(ActResult.Success, wallet.Ledger, 0, 0, 0, null, Gap: pail.Gap ?? 0, Zeros: pail.Zeros));
        if (wallet.Account is null || wallet.AvailableXlm < FeePolicy.MostOfAct) return new Preparation.Unavailable(FundingFailures.Short(wallet.AvailableXlm, FeePolicy.MostOfAct, "rescue"));
        var times = ActTimes.Soon(chain, wallet.Ledger);
        var owner = KaleAddresses.Parse(farmer.CustodialWallet);
        var cost = await CostAsync(farmer, deployment, RescueWork.Find(block, open.Entropy, owner), KaleFootprints.Work(deployment, owner, block), cancellation);
        return new Preparation.Ready(_builder.Rescue(wallet.Account, deployment, block, open.Entropy, times, await keys.OpenAsync(farmer.Id, cancellation), cost), 0);
    }, cancellation);

    public Task<Preparation> PrepareWorkAsync(FarmerState farmer, uint block, HandedWork work, CancellationToken cancellation) => Look(farmer, block, async (chain, deployment, wallet) =>
    {
        if (wallet.FarmIndex != block) return Refused(ErrorCode.BlockClosed, $"block {block} is not the newest any more", Attribution.Network);
        if (chain.FarmIndex != block || chain.Block is not { } open) return new Preparation.Unavailable($"block {block} has not been read yet");
        if (wallet.Pail is not { } pail) return new Preparation.Refused(ActReading.Gone(block));
        if (pail.Zeros >= work.Zeros()) return new Preparation.AlreadyDone(new ActReport(ActResult.Success, wallet.Ledger, 0, 0, 0, null));
        // The first work is in the place of a rescue; for a better one the wallet must not lack what it needs afterwards.
        var needed = FeePolicy.MostOfAct + (pail.IsWorked ? needs.LeastToPlantBeside(farmer.OpenBlocks.Count()) : 0);
        if (wallet.Account is null || wallet.AvailableXlm < needed) return new Preparation.Unavailable(FundingFailures.Short(wallet.AvailableXlm, needed, "work"));
        var owner = KaleAddresses.Parse(farmer.CustodialWallet);
        var call = new KaleCall.Work(owner, Opaque.FromHex(work.Hash), work.Nonce);
        if (!ProofOfWork.Verify(block, call.Nonce, open.Entropy, owner, call.Hash)) return Refused(ErrorCode.HashInvalid, $"the hash is not that of nonce {work.Nonce} for block {block}", Attribution.Backend);
        var times = ActTimes.Soon(chain, wallet.Ledger);
        var cost = await CostAsync(farmer, deployment, call, KaleFootprints.Work(deployment, owner, block), cancellation);
        return new Preparation.Ready(_builder.Work(wallet.Account, deployment, block, call, times, await keys.OpenAsync(farmer.Id, cancellation), cost), 0);
    }, cancellation);

    public Task<Preparation> PrepareHarvestAsync(FarmerState farmer, uint block, CancellationToken cancellation) => Look(farmer, block, async (chain, deployment, wallet) =>
    {
        if (wallet.FarmIndex <= block) return new Preparation.Unavailable($"block {block} is still the newest");
        if (wallet.Pail is not { } pail) return await _harvests.FindAsync(farmer, block, deployment, wallet.Ledger, cancellation);
        if (!pail.IsWorked) return Refused(ErrorCode.NotWorked, $"the pail of block {block} was never worked", Attribution.Pooler);
        if (!wallet.BlockStands) return Refused(ErrorCode.Expired, $"block {block} is gone from the chain, and with it the harvest of its pail", Attribution.Network);
        if (wallet.Account is null) return new Preparation.Unavailable("the wallet does not exist");
        if (wallet.TrustLine is null) return new Preparation.Unavailable("the wallet has no KALE trustline");
        if (wallet.AvailableXlm < FeePolicy.MostOfAct) return new Preparation.Unavailable(FundingFailures.Short(wallet.AvailableXlm, FeePolicy.MostOfAct, "harvest"));
        var times = ActTimes.Until(chain, chain.CloseTime + BoundSeconds, wallet.Ledger);
        var owner = KaleAddresses.Parse(farmer.CustodialWallet);
        var cost = await CostAsync(farmer, deployment, new KaleCall.Harvest(owner, block), KaleFootprints.Harvest(deployment, owner, block), cancellation);
        return new Preparation.Ready(_builder.Harvest(wallet.Account, deployment, block, times, await keys.OpenAsync(farmer.Id, cancellation), cost), 0);
    }, cancellation);

    public Task<Preparation> PrepareCheckAsync(FarmerState farmer, CancellationToken cancellation) => Look(farmer, 0, async (_, _, wallet) =>
        await _books.CompareAsync(farmer, wallet.Balance, cancellation)
        ?? new Preparation.AlreadyDone(new ActReport(ActResult.Success, wallet.Ledger, 0, 0, 0, null)), cancellation);

    public Task<Preparation> PrepareResolveAsync(FarmerState farmer, ResolveAct resolve, CancellationToken cancellation) =>
        new ActResolution(watch, rpc, _books).PrepareAsync(farmer, resolve, cancellation);

    public Task<Preparation> PrepareOpeningAsync(FarmerState farmer, PlantSlot slot, CancellationToken cancellation) => _pails.PrepareOpeningAsync(farmer, slot, cancellation);

    public Task<Preparation> PrepareFindAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation) => _pails.PrepareFindAsync(farmer, blocks, cancellation);

    public Task<Preparation> PrepareExtensionAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation) => _pails.PrepareExtensionAsync(farmer, blocks, cancellation);

    public Task<Preparation> PreparePayoutAsync(FarmerState farmer, CancellationToken cancellation) => _payments.PreparePayoutAsync(farmer, cancellation);

    public Task<Preparation> PrepareExitAsync(FarmerState farmer, CancellationToken cancellation) => _payments.PrepareExitAsync(farmer, cancellation);

    public async Task<ActReport> SettleAsync(FarmerState farmer, OpenAct act, bool resumed, CancellationToken cancellation)
    {
        var outcome = await new ActRunner(watch.ActChain).RunAsync(act.Envelope, resumed, cancellation);
        if (outcome is ActOutcome.NotHappened { LastRefusal: { } refusal } && refusal.Contains(Invalid, StringComparison.Ordinal)) fees.Forget();
        var deployment = await DeploymentAsync(cancellation);
        var reading = new ActReading(deployment);
        var report = reading.Of(act, farmer, outcome);
        return act.Kind == ActKind.Plant && reading.CauseOf(outcome)?.Kale == KaleError.PailExists ? await PlantedBeforeAsync(farmer, act, report, deployment, cancellation) : report;
    }

    Task<CallCost> CostAsync(FarmerState farmer, KaleDeployment deployment, KaleCall call, SorobanResources written, CancellationToken cancellation) =>
        fees.OfAsync(farmer.CustodialWallet, deployment, call, written, watch.IsCodeKnown, cancellation);

    /// <summary>PailExists is an answer to look up, not a failure: an earlier plant of ours has landed after all.</summary>
    async Task<ActReport> PlantedBeforeAsync(FarmerState farmer, OpenAct act, ActReport failed, KaleDeployment deployment, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var wallet = await WalletReading.ReadAsync(rpc, deployment, farmer.CustodialWallet, act.Block, [], cancellation);
                return wallet.Pail is { } pail ? failed with { Result = ActResult.Success, Ledger = pail.Sequence, StakeStroops = AssetAmounts.Stroops(pail.Stake), LiveUntil = wallet.PailLiveUntil, Failure = null } : failed;
            }
            catch (Exception e) when (e is RpcException or KaleFormatException)
            {
                await watch.NextLedgerAsync(cancellation);
            }
        }
    }

    async Task<KaleDeployment> DeploymentAsync(CancellationToken cancellation)
    {
        while (watch.Deployment is null) await watch.NextLedgerAsync(cancellation);
        return watch.Deployment;
    }

    async Task<Preparation> Look(
        FarmerState farmer, uint block, Func<ChainSnapshot, KaleDeployment, WalletReading, Task<Preparation>> prepare, CancellationToken cancellation, bool isSponsored = true)
    {
        if (watch.Latest is not { } chain || watch.Deployment is not { } deployment) return new Preparation.Unavailable(watch.Trouble ?? "the chain has not answered yet");
        try
        {
            var prepared = await prepare(chain, deployment, await WalletReading.ReadAsync(rpc, deployment, farmer.CustodialWallet, block, farmer.OpenBlocks, cancellation));
            return isSponsored ? await sponsor.SponsorAsync(prepared, cancellation) : prepared;
        }
        catch (Exception e) when (e is RpcException or XdrException or KaleFormatException or FormatException or FeeRefusedException)
        {
            return new Preparation.Unavailable(e.Message);
        }
    }

    static Preparation.Refused Refused(string code, string message, string attributedTo) => new(new Failure(code, message, attributedTo));
}
