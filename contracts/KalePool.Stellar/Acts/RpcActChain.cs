using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Acts;

/// <summary>An act's chain behind one RPC node or several. Each observation is one answer of one node.</summary>
/// <param name="nextLedger">Returns when another ledger may have closed.</param>
public sealed class RpcActChain(IStellarRpc rpc, Func<CancellationToken, Task> nextLedger) : IActChain
{
    public Task<Observation> SendAsync(ActEnvelope act, CancellationToken cancellation) => Ask(async () =>
    {
        var response = await rpc.SendTransactionAsync(new SendTransactionRequest(act.Xdr), cancellation).ConfigureAwait(false);
        // Whoever should have paid for a fee bump cannot: the transaction inside is the same act, by the same hash, and pays for itself.
        if (response.Status == SendTransactionStatus.Error && FeeBumps.InnerOf(XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr)) is { } inner)
            response = await rpc.SendTransactionAsync(new SendTransactionRequest(inner.ToBase64()), cancellation).ConfigureAwait(false);
        return new Observation.Sent(response.Status switch
        {
            SendTransactionStatus.Pending or SendTransactionStatus.Duplicate => null,
            SendTransactionStatus.TryAgainLater => "TRY_AGAIN_LATER",
            _ => $"ERROR {response.DecodeErrorResult()?.Result.GetType().Name}",
        });
    });

    /// <summary>
    /// One node's answer. Where it is not found and that decides, or its memory is too short to decide, the others are asked too: the transaction itself,
    /// wherever it is found, goes before every node that does not know it.
    /// </summary>
    public async Task<Observation> LookUpAsync(ActEnvelope act, CancellationToken cancellation)
    {
        Observation? best = null;
        foreach (var node in rpc.Nodes)
        {
            var seen = await LookUpAsync(node, act, cancellation).ConfigureAwait(false);
            if (seen is Observation.Applied) return seen;
            best = Better(best, seen, act);
            if (best is Observation.NotFound missing && !Decides(missing, act)) return best;
        }
        return best!;
    }

    public async Task<Observation> ReadSourceAsync(ActEnvelope act, CancellationToken cancellation)
    {
        var key = new LedgerKey.Account(new LedgerKeyAccount(new PublicKey.PublicKeyTypeEd25519(StrKey.Decode(StrKeyKind.Account, act.Source))));
        Observation? seen = null;
        foreach (var node in rpc.Nodes)
        {
            seen = await Ask(async () =>
            {
                var snapshot = await node.ReadEntriesAsync([key], cancellation).ConfigureAwait(false);
                return new Observation.Source(snapshot.Ledger, (snapshot.Find(key) as LedgerEntryData.Account)?.Value.SeqNum, NameOf(node));
            }).ConfigureAwait(false);
            if (seen is not Observation.Silence) break;
        }
        return seen!;
    }

    public Task NextLedgerAsync(CancellationToken cancellation) => nextLedger(cancellation);

    Task<Observation> LookUpAsync(IStellarRpc node, ActEnvelope act, CancellationToken cancellation) => Ask(async () =>
    {
        var found = await node.GetTransactionAsync(new GetTransactionRequest(act.Hash), cancellation).ConfigureAwait(false);
        return found.Status switch
        {
            TransactionStatus.NotFound => new Observation.NotFound(found.LatestLedger, found.LatestLedgerCloseTime, found.OldestLedger, NameOf(node)),
            TransactionStatus.Success => new Observation.Applied(
                new ActOutcome.Success(found.Ledger ?? 0, found.CreatedAt ?? 0, Required(found.ResultXdr, "resultXdr"), Required(found.ResultMetaXdr, "resultMetaXdr"))),
            _ => new Observation.Applied(
                new ActOutcome.Failed(found.Ledger ?? 0, found.CreatedAt ?? 0, Required(found.ResultXdr, "resultXdr"), found.ResultMetaXdr, found.DiagnosticEventsXdr)),
        };
    });

    string? NameOf(IStellarRpc node) => rpc.Nodes.Count > 1 ? node.ToString() : null;

    static bool Decides(Observation.NotFound missing, ActEnvelope act) =>
        missing.LatestCloseTime > act.MaxTime || missing.LatestLedger >= act.MaxLedger || !Remembers(missing, act);

    static bool Remembers(Observation.NotFound missing, ActEnvelope act) => missing.OldestLedger <= act.BuiltAfter + 1;

    static Observation Better(Observation? best, Observation seen, ActEnvelope act) => (best, seen) switch
    {
        (null or Observation.Silence, _) => seen,
        (Observation.NotFound known, Observation.NotFound other) when !Remembers(known, act) && Remembers(other, act) => seen,
        _ => best,
    };

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
