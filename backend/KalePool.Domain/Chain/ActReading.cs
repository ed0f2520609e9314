using System.Diagnostics;
using KalePool.Contracts.Errors;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Chain;

/// <summary>Outcomes of acts in the pool's words: what the transaction itself did is believed, nothing that was expected of it.</summary>
public sealed class ActReading(KaleDeployment deployment)
{
    /// <summary>Whatever kind of act it was.</summary>
    public ActReport Of(OpenAct act, FarmerState farmer, ActOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(farmer);
        return act.Kind switch
        {
            ActKind.Trustline => Trustline(outcome),
            ActKind.Rescue or ActKind.Work => Work(outcome),
            ActKind.Payout => Payout(outcome),
            ActKind.Extension => Extension(outcome),
            ActKind.Exit => Exit(outcome),
            ActKind.Harvest => Harvest(outcome, KaleAddresses.Parse(farmer.CustodialWallet), act.Block),
            ActKind.Plant => Plant(outcome, KaleAddresses.Parse(farmer.CustodialWallet), act.Block),
            _ => throw new UnreachableException(act.Kind.ToString()),
        };
    }

    public static ActReport Trustline(ActOutcome outcome) => outcome switch
    {
        ActOutcome.Success s => Paid(s.ResultXdr, new ActReport(ActResult.Success, s.Ledger, 0, 0, 0, null)),
        _ => Unsuccessful(outcome, new Failure(ErrorCode.InsufficientXlm, "the trustline was refused by the chain", Attribution.Farmer)),
    };

    /// <summary>All of its payments or none.</summary>
    public static ActReport Payout(ActOutcome outcome) => outcome switch
    {
        ActOutcome.Success s => Paid(s.ResultXdr, new ActReport(ActResult.Success, s.Ledger, 0, 0, 0, null)),
        _ => Unsuccessful(outcome, new Failure(ErrorCode.PayoutNoTrustline, "the chain refused the payout: it is built anew", Attribution.Network)),
    };

    /// <summary>The last operation merges the wallet and says how much XLM went with it.</summary>
    public static ActReport Exit(ActOutcome outcome)
    {
        if (outcome is not ActOutcome.Success s) return Unsuccessful(outcome, null);
        return OperationsOf(s.ResultXdr) is [.., OperationResult.OpInner { Value: OperationResultTr.AccountMerge { Value: AccountMergeResult.Success { Value: var xlm } } }]
            ? Paid(s.ResultXdr, new ActReport(ActResult.Success, s.Ledger, 0, 0, 0, null, xlm))
            : Paid(s.ResultXdr, Unknown(s.Ledger, "the exit succeeded without a merge in its result"));
    }

    /// <summary>A plant belongs to the block of the pail that its transaction created.</summary>
    public ActReport Plant(ActOutcome outcome, SCAddress farmer, uint block)
    {
        if (outcome is not ActOutcome.Success s) return Unsuccessful(outcome, PlantFailure(outcome));
        return Read(s, () => PlantedBy(s, farmer, block));
    }

    ActReport PlantedBy(ActOutcome.Success s, SCAddress farmer, uint block)
    {
        var meta = XdrCodec.FromBase64<TransactionMeta>(s.MetaXdr);
        foreach (var change in MetaChanges.Of(meta))
        {
            if (change is not LedgerEntryChange.Created { Value.Data: LedgerEntryData.ContractData data } || !IsPail(data, farmer, block)) continue;
            var liveUntil = MetaChanges.LiveUntilOf(meta, KaleKeys.Pail(deployment.ContractId, farmer, block)) ?? 0;
            return Paid(s.ResultXdr, new ActReport(ActResult.Success, s.Ledger, 0, AssetAmounts.Stroops(KaleCodec.DecodePail(data).Stake), 0, null, LiveUntil: liveUntil));
        }
        return Paid(s.ResultXdr, Unknown(s.Ledger, $"the plant succeeded without a pail in block {block}"));
    }

    /// <summary>The reward is what the contract returned, the stake what the removed pail held.</summary>
    public ActReport Harvest(ActOutcome outcome, SCAddress farmer, uint block)
    {
        if (outcome is not ActOutcome.Success s) return Unsuccessful(outcome, HarvestFailure(outcome, block));
        return Read(s, () => HarvestedBy(s, farmer, block));
    }

    ActReport HarvestedBy(ActOutcome.Success s, SCAddress farmer, uint block)
    {
        var meta = XdrCodec.FromBase64<TransactionMeta>(s.MetaXdr);
        var pail = MetaChanges.Of(meta).OfType<LedgerEntryChange.State>().Select(c => c.Value.Data).FirstOrDefault(d => IsPail(d, farmer, block));
        if (pail is null || MetaChanges.ReturnValueOf(meta) is not SCVal.I128 { Value: var reward })
            return Paid(s.ResultXdr, Unknown(s.Ledger, $"the harvest of block {block} succeeded without a pail or a reward in its meta"));
        return Paid(s.ResultXdr, new ActReport(ActResult.Success, s.Ledger, 0, AssetAmounts.Stroops(KaleCodec.DecodePail(pail).Stake), AssetAmounts.Stroops(reward.ToInt128()), null));
    }

    /// <summary>A work that failed left the pail as it was, whatever it was: the chain is read again.</summary>
    public static ActReport Work(ActOutcome outcome)
    {
        if (outcome is not ActOutcome.Success s) return Unsuccessful(outcome, null);
        return MetaChanges.ReturnValueOf(XdrCodec.FromBase64<TransactionMeta>(s.MetaXdr)) is SCVal.U32 { Value: var gap }
            ? Paid(s.ResultXdr, new ActReport(ActResult.Success, s.Ledger, 0, 0, 0, null, Gap: gap))
            : Paid(s.ResultXdr, Unknown(s.Ledger, "the work succeeded without a gap in its meta"));
    }

    /// <summary>What it let live on is known by what it was asked to: entries that are gone are passed over, and nothing else of it can fail alone.</summary>
    public static ActReport Extension(ActOutcome outcome) => outcome is ActOutcome.Success s
        ? Paid(s.ResultXdr, new ActReport(ActResult.Success, s.Ledger, 0, 0, 0, null))
        : Unsuccessful(outcome, new Failure(ErrorCode.UnknownOutcome, "the chain refused to let the pails live on", Attribution.Network));

    /// <summary>What the contract itself said of a failed call; null where the node kept no diagnostics or the host refused it.</summary>
    public KaleFailure? CauseOf(ActOutcome outcome) => outcome is ActOutcome.Failed failed
        ? KaleErrors.OfDiagnostics(failed.DiagnosticEventsXdr.Select(XdrCodec.FromBase64<DiagnosticEvent>), deployment)
        : null;

    Failure PlantFailure(ActOutcome outcome) => CauseOf(outcome) switch
    {
        { Kale: KaleError.FarmPaused } => new Failure(ErrorCode.FarmPaused, "the farm is paused", Attribution.Network),
        { Asset: AssetError.Balance } => new Failure(ErrorCode.InsufficientBalance, "the wallet holds less KALE than the stake", Attribution.Farmer),
        { Asset: AssetError.TrustlineMissing or AssetError.BalanceDeauthorized } => new Failure(ErrorCode.NoTrustline, "the wallet has no usable KALE trustline", Attribution.Farmer),
        { } cause => new Failure(ErrorCode.UnknownOutcome, $"the contract refused the plant: {cause}", Attribution.Backend),
        null => new Failure(ErrorCode.UnknownOutcome, "the plant was applied and failed", Attribution.Backend),
    };

    /// <summary>Null where the chain is to be looked at again: a later harvest may succeed while the pail lives, and who took it when it is gone is found there.</summary>
    Failure? HarvestFailure(ActOutcome outcome, uint block) => CauseOf(outcome) switch
    {
        { Kale: KaleError.WorkMissing } => new Failure(ErrorCode.NotWorked, $"the pail of block {block} was never worked", Attribution.Pooler),
        _ => null,
    };

    /// <summary>The pail of a block is not on the chain any more.</summary>
    public static Failure Gone(uint block) => new(ErrorCode.Expired, $"the pail of block {block} is gone from the chain", Attribution.Network);

    static ActReport Unsuccessful(ActOutcome outcome, Failure? ifFailed) => outcome switch
    {
        ActOutcome.Failed f => Paid(f.ResultXdr, new ActReport(ActResult.Failed, f.Ledger, 0, 0, 0, ifFailed)),
        ActOutcome.NotHappened => new ActReport(ActResult.NotHappened, 0, 0, 0, 0, null),
        ActOutcome.Unknown u => Unknown(0, u.Reason),
        _ => throw new ArgumentException($"{outcome.GetType().Name} is no failure", nameof(outcome)),
    };

    /// <summary>What no farm says is an operator's to look at, as what is not said at all.</summary>
    static ActReport Read(ActOutcome.Success s, Func<ActReport> read)
    {
        try
        {
            return read();
        }
        catch (KaleFormatException e)
        {
            return Paid(s.ResultXdr, Unknown(s.Ledger, $"the transaction succeeded and cannot be read: {e.Message}"));
        }
    }

    static ActReport Unknown(uint ledger, string reason) =>
        new(ActResult.Unknown, ledger, 0, 0, 0, new Failure(ErrorCode.UnknownOutcome, reason, Attribution.Network));

    bool IsPail(LedgerEntryData entry, SCAddress farmer, uint block) =>
        entry is LedgerEntryData.ContractData { Value: var data }
        && KaleKeys.PailOf(deployment.ContractId, new LedgerKey.ContractData(new LedgerKeyContractData(data.Contract, data.Key, data.Durability))) == (farmer, block);

    /// <summary>A fee bump is paid by whoever made it, the operator; the wallet inside pays nothing.</summary>
    static ActReport Paid(string resultXdr, ActReport report)
    {
        var result = XdrCodec.FromBase64<TransactionResult>(resultXdr);
        return result.Result is TransactionResultResult.TxFeeBumpInnerSuccess or TransactionResultResult.TxFeeBumpInnerFailed
            ? report with { OperatorFeeStroops = result.FeeCharged }
            : report with { FeeStroops = result.FeeCharged };
    }

    /// <summary>Of a transaction that succeeded, by itself or in a fee bump.</summary>
    static XdrArray<OperationResult>? OperationsOf(string resultXdr) => XdrCodec.FromBase64<TransactionResult>(resultXdr).Result switch
    {
        TransactionResultResult.TxSuccess { Value: var operations } => operations,
        TransactionResultResult.TxFeeBumpInnerSuccess { Value.Result.Result: InnerTransactionResultResult.TxSuccess { Value: var operations } } => operations,
        _ => null,
    };
}
