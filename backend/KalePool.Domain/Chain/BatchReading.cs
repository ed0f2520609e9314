using KalePool.Contracts.Errors;
using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Chain;

/// <summary>Outcomes of batches in the pool's words: of each member what the transaction itself did, in the order of its calls.</summary>
public sealed class BatchReading(KaleDeployment deployment)
{
    /// <summary>XLM for channels: all of them or none.</summary>
    public static BatchReport Funding(ActOutcome outcome) =>
        outcome is ActOutcome.Success s ? new BatchReport(ActResult.Success, s.Ledger, FeeOf(s.ResultXdr), [], null) : Unsuccessful(outcome);

    /// <summary>A payment that succeeded, with what the chain has of it.</summary>
    public static BatchReport Compensation(ActOutcome outcome, IReadOnlyList<KalePaid> payments) =>
        outcome is ActOutcome.Success s ? new BatchReport(ActResult.Success, s.Ledger, FeeOf(s.ResultXdr), [new MemberOutcome(true, 0, 0, 0, Payments: payments)], null) : Unsuccessful(outcome);

    /// <param name="envelopeXdr">Base64: it says whose calls they were.</param>
    public BatchReport Members(ActOutcome outcome, string envelopeXdr)
    {
        if (outcome is not ActOutcome.Success s) return Unsuccessful(outcome);
        var meta = XdrCodec.FromBase64<TransactionMeta>(s.MetaXdr);
        try
        {
            var calls = RouterInvocations.CallsOf(XdrCodec.FromBase64<TransactionEnvelope>(envelopeXdr), deployment);
            var results = RouterResults.Decode(MetaChanges.ReturnValueOf(meta) ?? throw new KaleFormatException("router: no return value"), calls);
            var pails = PailsBefore(meta);
            return new BatchReport(ActResult.Success, s.Ledger, FeeOf(s.ResultXdr), [.. calls.Zip(results, (call, result) => OutcomeOf(call, result, pails))], null);
        }
        catch (KaleFormatException e)
        {
            return new BatchReport(ActResult.Unknown, s.Ledger, FeeOf(s.ResultXdr), [], new Failure(ErrorCode.UnknownOutcome, $"the batch succeeded and cannot be read: {e.Message}", Attribution.Network));
        }
    }

    static MemberOutcome OutcomeOf(KaleCall call, RoutedResult result, Dictionary<(SCAddress Farmer, uint Index), KalePail> pails) => (call, result) switch
    {
        (KaleCall.Harvest h, RoutedResult.Done { Value: SCVal.I128 { Value: var reward } }) => pails.TryGetValue((h.Farmer, h.Index), out var pail)
            ? new MemberOutcome(true, AssetAmounts.Stroops(reward.ToInt128()), AssetAmounts.Stroops(pail.Stake), 0)
            : throw new KaleFormatException("a harvest without its pail in the meta"),
        (KaleCall.Work w, RoutedResult.Done { Value: SCVal.U32 { Value: var gap } }) => new MemberOutcome(true, 0, 0, gap, Zeros: ProofOfWork.Zeros(w.Hash)),
        (_, RoutedResult.Failed { Failure: { } failure }) => new MemberOutcome(false, 0, 0, 0, failure.ToString()),
        (_, RoutedResult.Failed failed) => new MemberOutcome(false, 0, 0, 0, failed.Error.ToString()),
        _ => throw new KaleFormatException($"a {call.Function} with the result of another call"),
    };

    /// <summary>As they were before the transaction changed or removed them.</summary>
    Dictionary<(SCAddress Farmer, uint Index), KalePail> PailsBefore(TransactionMeta meta)
    {
        var pails = new Dictionary<(SCAddress, uint), KalePail>();
        foreach (var entry in MetaChanges.Of(meta).OfType<LedgerEntryChange.State>().Select(c => c.Value.Data).OfType<LedgerEntryData.ContractData>())
        {
            var key = new LedgerKey.ContractData(new LedgerKeyContractData(entry.Value.Contract, entry.Value.Key, entry.Value.Durability));
            if (KaleKeys.PailOf(deployment.ContractId, key) is { } pail) pails.TryAdd(pail, KaleCodec.DecodePail(entry));
        }
        return pails;
    }

    static BatchReport Unsuccessful(ActOutcome outcome) => outcome switch
    {
        ActOutcome.Failed f => new BatchReport(
            ActResult.Failed, f.Ledger, FeeOf(f.ResultXdr), [],
            new Failure(ErrorCode.UnknownOutcome, $"the batch was applied and failed: {XdrCodec.FromBase64<TransactionResult>(f.ResultXdr).Result.GetType().Name}", Attribution.Backend)),
        ActOutcome.NotHappened => new BatchReport(ActResult.NotHappened, 0, 0, [], null),
        ActOutcome.Unknown u => new BatchReport(ActResult.Unknown, 0, 0, [], new Failure(ErrorCode.UnknownOutcome, u.Reason, Attribution.Network)),
        _ => throw new ArgumentException($"{outcome.GetType().Name} is no failure", nameof(outcome)),
    };

    static long FeeOf(string resultXdr) => XdrCodec.FromBase64<TransactionResult>(resultXdr).FeeCharged;
}
