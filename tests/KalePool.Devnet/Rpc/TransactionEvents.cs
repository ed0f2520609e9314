using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

/// <summary>The events of a transaction as answers carry them; lists without any are left out.</summary>
sealed record TransactionEvents(IReadOnlyList<string>? TransactionEventsXdr, IReadOnlyList<IReadOnlyList<string>>? ContractEventsXdr)
{
    public static readonly TransactionEvents None = new(null, null);

    public static TransactionEvents Of(AppliedTransaction tx)
    {
        var own = tx.Meta.Events.Select(happened => happened.ToBase64()).ToList();
        var byOperation = tx.Meta.Operations.Select(operation => (IReadOnlyList<string>)[.. operation.Events.Select(happened => happened.ToBase64())]).ToList();
        return new TransactionEvents(own.Count == 0 ? null : own, byOperation.Count == 0 ? null : byOperation);
    }

    public static IReadOnlyList<string>? Diagnostics(AppliedTransaction tx) =>
        tx.Meta.DiagnosticEvents.Count == 0 ? null : [.. tx.Meta.DiagnosticEvents.Select(happened => happened.ToBase64())];
}
