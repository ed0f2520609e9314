using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>The transactions of one ledger on both chains.</summary>
static class TransactionComparison
{
    /// <param name="kindOf">Of a hash, the kind of act.</param>
    public static void Compare(Differences differences, uint ledger, IReadOnlyList<TransactionInfo> truth, IReadOnlyList<TransactionInfo> devnet, Func<string, string> kindOf)
    {
        var others = devnet.ToDictionary(tx => tx.TxHash!);
        foreach (var left in truth)
        {
            var what = $"ledger {ledger}, {kindOf(left.TxHash!)} {left.TxHash![..8]}";
            if (!others.Remove(left.TxHash, out var right))
            {
                differences.Add($"{what}: not in devnet's ledger");
                continue;
            }
            differences.Compare($"{what}: place", (left.Status, left.CreatedAt, left.ApplicationOrder, left.FeeBump, left.EnvelopeXdr), (right.Status, right.CreatedAt, right.ApplicationOrder, right.FeeBump, right.EnvelopeXdr));
            var (result, otherResult) = (XdrCodec.FromBase64<TransactionResult>(left.ResultXdr), XdrCodec.FromBase64<TransactionResult>(right.ResultXdr));
            if (!TruthnetExceptions.IsOperationWithoutSource(result, otherResult))
            {
                var before = differences.Count;
                differences.CompareXdr<TransactionResult>($"{what}: result", left.ResultXdr, right.ResultXdr);
                if (differences.Count > before) differences.Note($"{result}\n  {Asked(left)}");
            }
            differences.CompareXdr<TransactionMeta>($"{what}: meta", Meta(left).ToBase64(), Meta(right).ToBase64());
            Diagnostics(differences, what, left, right);
        }
        foreach (var extra in others.Keys) differences.Add($"ledger {ledger}, {kindOf(extra)} {extra[..8]}: in devnet's ledger alone");
    }

    static string Asked(TransactionInfo tx) => XdrCodec.FromBase64<TransactionEnvelope>(tx.EnvelopeXdr) switch
    {
        TransactionEnvelope.Tx one => $"{one.Value.Tx}",
        var other => $"{other}",
    };

    /// <summary>Diagnostics are no part of the protocol: they are compared by themselves.</summary>
    static TransactionMeta Meta(TransactionInfo tx) => TruthnetExceptions.WithoutTtlNumbers(XdrCodec.FromBase64<TransactionMeta>(tx.ResultMetaXdr) switch
    {
        TransactionMeta.V4 v4 => new TransactionMeta.V4(v4.Value with { DiagnosticEvents = [] }),
        var other => other,
    });

    static void Diagnostics(Differences differences, string what, TransactionInfo truth, TransactionInfo devnet)
    {
        var (left, right) = (Errors(truth).Distinct(), Errors(devnet).Distinct());
        differences.Compare($"{what}: errors in diagnostics", string.Join("; ", left), string.Join("; ", right));
    }

    /// <summary>The contracts' errors as diagnostic events tell them: who failed with what. How often one is repeated on its way up tells nobody anything.</summary>
    static IEnumerable<string> Errors(TransactionInfo tx) => tx.DiagnosticEventsXdr.Select(XdrCodec.FromBase64<DiagnosticEvent>)
        .Where(happened => happened.Event.Body is ContractEventBody.V0 { Value.Topics: [SCVal.Symbol { Value: var name }, SCVal.Error] } && name == "error")
        .Select(happened => $"{happened.Event.ContractID?.ToHex()[..8]} {((SCVal.Error)((ContractEventBody.V0)happened.Event.Body).Value.Topics[1]).Value}");
}
