using KalePool.Actors.Ports;
using KalePool.Backend.Custody;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>What is done so that no pail is forgotten or ends before its harvest: the next block is opened, pails are looked for, and live on.</summary>
sealed class PailActs(FarmWatch watch, IStellarRpc rpc, WalletKeys keys, EnvelopeBuilder builder, ResourceFees fees, WalletNeeds needs, FeeSponsor sponsor)
{
    /// <summary>A plant of nothing, also under other code: no stake is at risk by it. A paused farm takes none.</summary>
    public async Task<Preparation> PrepareOpeningAsync(FarmerState farmer, PlantSlot slot, CancellationToken cancellation)
    {
        if (watch.Latest is not { } chain || watch.Deployment is not { } deployment) return Unavailable();
        if (chain.IsPaused) return Refused(ErrorCode.FarmPaused, "the farm is paused", Attribution.Network);
        try
        {
            var wallet = await WalletReading.ReadAsync(rpc, deployment, farmer.CustodialWallet, slot.Block, [], cancellation);
            if (wallet.Pail is { } pail) return new Preparation.AlreadyDone(new ActReport(ActResult.Success, pail.Sequence, 0, AssetAmounts.Stroops(pail.Stake), 0, null, LiveUntil: wallet.PailLiveUntil));
            if (wallet.FarmIndex >= slot.Block || chain.CloseTime < slot.NotBefore || chain.CloseTime >= slot.NotAfter)
                return Refused(ErrorCode.BlockClosed, $"block {slot.Block} is open, or it is not the time to open it", Attribution.Network);
            var needed = needs.LeastToOpen(farmer.OpenBlocks.Count());
            if (wallet.Account is not { } account || wallet.AvailableXlm < needed)
                return Refused(ErrorCode.InsufficientXlm, FundingFailures.Short(wallet.AvailableXlm, needed, "open a block and harvest all that is open"), Attribution.Farmer);
            var owner = KaleAddresses.Parse(farmer.CustodialWallet);
            var cost = await fees.OfAsync(
                farmer.CustodialWallet, deployment, new KaleCall.Plant(owner, 0), KaleFootprints.Plant(deployment, owner, slot.Block, 0), watch.IsCodeKnown, cancellation);
            var times = ActTimes.Until(chain, slot.NotAfter, wallet.Ledger) with { NotBefore = slot.NotBefore };
            var envelope = builder.Plant(account, deployment, slot.Block, 0, times, await keys.OpenAsync(farmer.Id, cancellation), cost);
            return await sponsor.SponsorAsync(new Preparation.Ready(envelope, 0), cancellation);
        }
        catch (Exception e) when (e is RpcException or XdrException or KaleFormatException or FormatException or FeeRefusedException)
        {
            return new Preparation.Unavailable(e.Message);
        }
    }

    /// <summary>From nodes that know of all that the journal does.</summary>
    public async Task<Preparation> PrepareFindAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation)
    {
        if (watch.Deployment is not { } deployment) return Unavailable();
        try
        {
            var owner = KaleAddresses.Parse(farmer.CustodialWallet);
            var found = new List<FoundPail>();
            foreach (var page in blocks.Chunk(StellarRpcClient.MaxKeysOfRequest))
            {
                var read = await rpc.ReadEntriesAsync(page.Select(b => KaleKeys.Pail(deployment.ContractId, owner, b)), cancellation);
                if (read.Ledger < farmer.HighestLedger) return new Preparation.Unavailable($"the node answered for ledger {read.Ledger}, the journal knows of {farmer.HighestLedger}");
                foreach (var block in page)
                {
                    if (!read.Entries.TryGetValue(KaleKeys.Pail(deployment.ContractId, owner, block), out var entry)) continue;
                    var pail = KaleCodec.DecodePail(entry.Data);
                    found.Add(new FoundPail(block, AssetAmounts.Stroops(pail.Stake), pail.Sequence, entry.LiveUntil ?? 0));
                }
            }
            return new Preparation.Found(found);
        }
        catch (Exception e) when (e is RpcException or XdrException or KaleFormatException or FormatException)
        {
            return new Preparation.Unavailable(e.Message);
        }
    }

    /// <summary>All that is due of what the harvests need, in one transaction. Entries that are gone are gone: temporary ones are never restored.</summary>
    public async Task<Preparation> PrepareExtensionAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation)
    {
        if (watch.Latest is not { } chain || watch.Deployment is not { } deployment) return Unavailable();
        try
        {
            var (source, owner) = (Addresses.Account(farmer.CustodialWallet), KaleAddresses.Parse(farmer.CustodialWallet));
            var life = blocks.Select(farmer.Find).OfType<FarmerBlock>().Select(PailLives.LifeOf).DefaultIfEmpty(PailLives.UsualLife).Max();
            var pails = blocks.Select(b => (Block: b, Key: KaleKeys.Pail(deployment.ContractId, owner, b))).ToList();
            LedgerKey[] shared = [KaleKeys.Instance(deployment.ContractId), KaleKeys.Code(deployment.CodeHash), KaleKeys.Instance(deployment.AssetContractId)];
            var account = KaleKeys.Account(source);
            var read = await rpc.ReadEntriesAsync([account, .. pails.Select(p => p.Key), .. blocks.Select(b => KaleKeys.Block(deployment.ContractId, b)), .. shared], cancellation);
            var due = read.Entries.Where(e => e.Value.LiveUntil is { } until && until >= read.Ledger && until - read.Ledger <= life / 2).Select(e => e.Key).ToHashSet();
            var extended = pails.Where(p => due.Contains(p.Key)).Select(p => p.Block).ToList();
            if (extended.Count == 0) return new Preparation.NotNow();
            if ((read.Find(account) as LedgerEntryData.Account)?.Value is not { } payer) return Refused(ErrorCode.NotFunded, "the wallet does not exist", Attribution.Farmer);
            var cost = await fees.OfExtensionAsync(farmer.CustodialWallet, [.. due], life, cancellation);
            var available = payer.AvailableBalance(FeePolicy.BaseReserve);
            if (available < cost.ResourceFee + FeePolicy.Inclusion)
                return Refused(ErrorCode.InsufficientXlm, FundingFailures.Short(available, cost.ResourceFee + FeePolicy.Inclusion, "let pails live on"), Attribution.Farmer);
            var times = ActTimes.Soon(chain, read.Ledger);
            var envelope = builder.Extension(payer, life, cost, times, await keys.OpenAsync(farmer.Id, cancellation));
            return await sponsor.SponsorAsync(new Preparation.Ready(envelope, 0, null, new PailExtension(extended, life)), cancellation);
        }
        catch (Exception e) when (e is RpcException or XdrException or KaleFormatException or FormatException or FeeRefusedException)
        {
            return new Preparation.Unavailable(e.Message);
        }
    }

    Preparation.Unavailable Unavailable() => new(watch.Trouble ?? "the chain has not answered yet");

    static Preparation.Refused Refused(string code, string message, string attributedTo) => new(new Failure(code, message, attributedTo));
}
