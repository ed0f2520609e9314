using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Acts;

/// <summary>An act's chain behind one RPC node: every question goes to the same node, so that its answers agree with each other.</summary>
/// <param name="nextLedger">Returns when another ledger may have closed.</param>
public sealed class RpcActChain(IStellarRpc rpc, Func<CancellationToken, Task> nextLedger) : IActChain
{
    public Task<Observation> SendAsync(ActEnvelope act, CancellationToken cancellation) => Ask(async () =>
    {
        var response = await rpc.SendTransactionAsync(new SendTransactionRequest(act.Xdr), cancellation).ConfigureAwait(false);
        return new Observation.Sent(response.Status switch
        {
            SendTransactionStatus.Pending or SendTransactionStatus.Duplicate => null,
            SendTransactionStatus.TryAgainLater => "TRY_AGAIN_LATER",
            _ => $"ERROR {response.DecodeErrorResult()?.Result.GetType().Name}",
        });
    });

    public Task<Observation> LookUpAsync(ActEnvelope act, CancellationToken cancellation) => Ask(async () =>
    {
        var found = await rpc.GetTransactionAsync(new GetTransactionRequest(act.Hash), cancellation).ConfigureAwait(false);
        return found.Status switch
        {
            TransactionStatus.NotFound => new Observation.NotFound(found.LatestLedger, found.LatestLedgerCloseTime, found.OldestLedger),
            TransactionStatus.Success => new Observation.Applied(
                new ActOutcome.Success(found.Ledger ?? 0, found.CreatedAt ?? 0, Required(found.ResultXdr, "resultXdr"), Required(found.ResultMetaXdr, "resultMetaXdr"))),
            _ => new Observation.Applied(
                new ActOutcome.Failed(found.Ledger ?? 0, found.CreatedAt ?? 0, Required(found.ResultXdr, "resultXdr"), found.ResultMetaXdr, found.DiagnosticEventsXdr)),
        };
    });

    public Task<Observation> ReadSourceAsync(ActEnvelope act, CancellationToken cancellation) => Ask(async () =>
    {
        var key = new LedgerKey.Account(new LedgerKeyAccount(new PublicKey.PublicKeyTypeEd25519(StrKey.Decode(StrKeyKind.Account, act.Source))));
        var snapshot = await rpc.ReadEntriesAsync([key], cancellation).ConfigureAwait(false);
        return new Observation.Source(snapshot.Ledger, (snapshot.Find(key) as LedgerEntryData.Account)?.Value.SeqNum);
    });

    public Task NextLedgerAsync(CancellationToken cancellation) => nextLedger(cancellation);

    static async Task<Observation> Ask(Func<Task<Observation>> question)
    {
        try
        {
            return await question().ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            return new Observation.Silence(e.Message);
        }
    }

    static string Required(string? field, string name) => field ?? throw RpcException.BadContent("getTransaction", $"{name}: absent");
}
