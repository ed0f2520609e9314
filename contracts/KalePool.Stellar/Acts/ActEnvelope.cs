namespace KalePool.Stellar.Acts;

/// <summary>
/// A built and signed transaction with all that is needed to learn its fate, however late and by whomever.
/// It is persisted before it is sent; while it may still land nothing else takes its place.
/// </summary>
/// <param name="Hash">Hex of the (inner) transaction's hash, 64 characters.</param>
/// <param name="Xdr">Base64 of the TransactionEnvelope.</param>
/// <param name="Source">G… strkey of the account whose sequence number it uses.</param>
/// <param name="Sequence">The sequence number it uses.</param>
/// <param name="MaxLedger">It can apply only in ledgers below this one (the wire's exclusive bound).</param>
/// <param name="MaxTime">Unix seconds: it can apply only in ledgers that close at or before this time.</param>
/// <param name="BuiltAfter">The newest closed ledger known when it was built: it cannot have been applied in that one or before.</param>
public sealed record ActEnvelope(string Hash, string Xdr, string Source, long Sequence, uint MaxLedger, long MaxTime, uint BuiltAfter);
