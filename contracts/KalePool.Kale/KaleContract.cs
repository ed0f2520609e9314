using System.Diagnostics;
using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>The KALE contract, executed: what each call answers and changes, its checks in the contract's own order. Whether the call is authorised is the
/// caller's to check, see <see cref="KaleCall.Authoriser"/>.</summary>
public static class KaleContract
{
    /// <summary>Executes a call against the state that a view shows.</summary>
    public static KaleOutcome Execute(IKaleView view, LedgerMoment now, KaleCall call, KaleRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(rules);
        try
        {
            return call switch
            {
                KaleCall.Plant plant => Plant(view, now, plant, rules),
                KaleCall.Work work => Work(view, now, work),
                KaleCall.Harvest harvest => Harvest(view, harvest),
                // The view shows a farm, so it has been made.
                KaleCall.Constructor => new KaleOutcome.Refused(KaleError.HomesteadExists),
                KaleCall.Upgrade upgrade => new KaleOutcome.Done(SCVals.Void, new KaleChanges { CodeHash = upgrade.CodeHash }),
                KaleCall.Pause => SetPaused(view, true),
                KaleCall.Unpause => SetPaused(view, false),
                KaleCall.RemoveBlock remove => new KaleOutcome.Done(SCVals.Void, new KaleChanges { Block = new BlockChange(remove.Index, null) }),
                _ => throw new UnreachableException(call.GetType().Name),
            };
        }
        catch (OverflowException)
        {
            // The contract is compiled with overflow checks, whose panic is a trap of the virtual machine.
            return new KaleOutcome.Trapped(new SCError.WasmVm(SCErrorCode.InvalidAction));
        }
    }

    /// <summary>What the constructor leaves: a farm whose first plant within the interval opens block 0.</summary>
    public static FarmState Construct(KaleCall.Constructor call, LedgerMoment now)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new FarmState(call.Homesteader, call.Asset, KaleBlock.Fresh(now.CloseTime), null, null);
    }

    static KaleOutcome Plant(IKaleView view, LedgerMoment now, KaleCall.Plant call, KaleRules rules)
    {
        var farm = view.Farm;
        if (call.Amount < 0) return new KaleOutcome.Refused(KaleError.PlantAmountTooLow);
        if (farm.IsPaused) return new KaleOutcome.Refused(KaleError.FarmPaused);
        if (farm.FarmBlock is not { } running) return new KaleOutcome.Refused(KaleError.FarmBlockMissing);

        KaleBlock block;
        if (now.CloseTime >= farm.BoundaryOf(rules))
        {
            block = running.Open(now.CloseTime);
            running = KaleBlock.Fresh(now.CloseTime);
            farm = farm with { StoredIndex = checked(farm.Index + 1) };
        }
        else if (view.Block(farm.Index) is { } open)
        {
            block = open;
        }
        else
        {
            // The newest block has expired, or this is the very first plant: the running block is kept.
            if (farm.Index > 0) farm = farm with { StoredIndex = checked(farm.Index + 1) };
            block = running.Open(now.CloseTime);
        }

        if (view.Pail(call.Farmer, farm.Index) is not null) return new KaleOutcome.Refused(KaleError.PailExists);
        return new KaleOutcome.Done(SCVals.Void, new KaleChanges
        {
            Asset = call.Amount > 0 ? new AssetMove(AssetMoveKind.Burn, call.Farmer, call.Amount) : null,
            Farm = farm with { FarmBlock = running.WithStake(call.Amount) },
            Block = new BlockChange(farm.Index, block with { StakedTotal = checked(block.StakedTotal + call.Amount) }),
            Pail = new PailChange(call.Farmer, farm.Index, new KalePail(now.Sequence, null, call.Amount, null)),
        });
    }

    static KaleOutcome Work(IKaleView view, LedgerMoment now, KaleCall.Work call)
    {
        var farm = view.Farm;
        if (farm.FarmBlock is not { } running) return new KaleOutcome.Refused(KaleError.FarmBlockMissing);
        if (view.Block(farm.Index) is not { } block) return new KaleOutcome.Refused(KaleError.BlockMissing);
        if (view.Pail(call.Farmer, farm.Index) is not { } pail) return new KaleOutcome.Refused(KaleError.PailMissing);
        var gap = checked(now.Sequence - pail.Sequence);
        if (gap == 0) return new KaleOutcome.Refused(KaleError.GapCountTooLow);
        if (!ProofOfWork.Verify(farm.Index, call.Nonce, block.Entropy, call.Farmer, call.Hash)) return new KaleOutcome.Refused(KaleError.HashInvalid);

        var zeros = ProofOfWork.Zeros(call.Hash);
        if (KaleReward.Normalized(block, gap, pail.Stake, zeros) is not { } part) return new KaleOutcome.Refused(KaleError.BlockInvalid);
        block = block with { NormalizedTotal = checked(block.NormalizedTotal + part) };
        if (pail.Zeros is not { } previous)
        {
            block = block with { StakedTotal = checked(block.StakedTotal - pail.Stake) };
        }
        else
        {
            if (zeros <= previous) return new KaleOutcome.Refused(KaleError.ZeroCountTooLow);

            // The contract measures the earlier work with the gap of this one.
            block = block with { NormalizedTotal = checked(block.NormalizedTotal - KaleReward.Normalized(block, gap, pail.Stake, previous)!.Value) };
        }

        return new KaleOutcome.Done(SCVals.U32(gap), new KaleChanges
        {
            Farm = farm with { FarmBlock = running.WithWork(gap, zeros, call.Hash) },
            Block = new BlockChange(farm.Index, block),
            Pail = new PailChange(call.Farmer, farm.Index, pail with { Gap = gap, Zeros = zeros }),
        });
    }

    static KaleOutcome Harvest(IKaleView view, KaleCall.Harvest call)
    {
        if (view.Block(call.Index) is not { } block) return new KaleOutcome.Refused(KaleError.BlockMissing);
        if (view.Pail(call.Farmer, call.Index) is not { } pail) return new KaleOutcome.Refused(KaleError.PailMissing);
        if (call.Index >= view.Farm.Index) return new KaleOutcome.Refused(KaleError.HarvestNotReady);
        if (!pail.IsWorked) return new KaleOutcome.Refused(KaleError.WorkMissing);
        if (KaleReward.Of(call.Index, block, pail) is not { } reward) return new KaleOutcome.Refused(KaleError.BlockInvalid);
        var minted = checked(reward + pail.Stake);
        return new KaleOutcome.Done(SCVals.I128(reward), new KaleChanges
        {
            Asset = minted > 0 ? new AssetMove(AssetMoveKind.Mint, call.Farmer, minted) : null,
            Pail = new PailChange(call.Farmer, call.Index, null),
        });
    }

    static KaleOutcome SetPaused(IKaleView view, bool isPaused) => view.Farm.IsPaused == isPaused
        ? new KaleOutcome.Refused(isPaused ? KaleError.FarmPaused : KaleError.FarmNotPaused)
        : new KaleOutcome.Done(SCVals.Void, new KaleChanges { Farm = view.Farm with { StoredPaused = isPaused } });
}
