using System.Collections.Concurrent;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Acts;

/// <summary>An act's chain behind one RPC node or several. Each observation is one answer of one node.</summary>
/// <param name="nextLedger">Returns when another ledger may have closed.</param>
/// <param name="disputed">Hears at each look-up why servers contradict each other about the transaction of that hash, and null where they do not.</param>
public sealed class RpcActChain(IStellarRpc rpc, Func<CancellationToken, Task> nextLedger, Action<string, string?>? disputed = null) : IActChain
{
    readonly ConcurrentDictionary<(IStellarRpc Node, string Hash), uint> _behind = [];

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
    /// wherever it is found, goes before every node that cannot know it. Where it is found the others are asked in any case: of nodes that contradict each other
    /// none is believed, whatever it says.
    /// </summary>
    public async Task<Observation> LookUpAsync(ActEnvelope act, CancellationToken cancellation)
    {
        var (best, dispute) = ((Observation?)null, (Observation.Silence?)null);
        foreach (var node in rpc.Nodes)
        {
            var seen = await LookUpAsync(node, act, cancellation).ConfigureAwait(false);
            if (seen is Observation.Silence { OfDispute: true } silence) dispute ??= silence;
            best = seen is Observation.Applied ? seen : Better(best, seen, act);
            if (seen is Observation.Applied || best is Observation.NotFound missing && !Decides(missing, act)) break;
        }
        disputed?.Invoke(act.Hash, best is Observation.Applied ? null : dispute?.Reason);
        return best is Observation.NotFound found && dispute is not null && Decides(found, act) ? dispute : best!;
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
        if (found.Status != TransactionStatus.NotFound) await Witnesses.AgreedAsync(rpc, node, act.Hash, found, (witness, ledger) => GoesOn(witness, act.Hash, ledger), cancellation).ConfigureAwait(false);
        return found.Status switch
        {
            TransactionStatus.NotFound => new Observation.NotFound(found.LatestLedger, found.LatestLedgerCloseTime, found.OldestLedger, NameOf(node)),
            TransactionStatus.Success => new Observation.Applied(new ActOutcome.Success(found.Ledger ?? 0, found.CreatedAt ?? 0, found.DecodeResult().ToBase64(), found.DecodeMeta().ToBase64())),
            _ => new Observation.Applied(new ActOutcome.Failed(
                found.Ledger ?? 0, found.CreatedAt ?? 0, found.DecodeResult().ToBase64(), found.ResultMetaXdr is null ? null : found.DecodeMeta().ToBase64(), [.. found.DecodeDiagnosticEvents().Select(e => e.ToBase64())])),
        };
    });

    /// <summary>A node that is at the same ledger as when it was asked last stands still: it is not waited for.</summary>
    bool GoesOn(IStellarRpc node, string hash, uint ledger)
    {
        var before = _behind.GetValueOrDefault((node, hash));
        _behind[(node, hash)] = ledger;
        return ledger > before;
    }

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
            return new Observation.Silence(e.Message, e.Kind == RpcErrorKind.Contradicted);
        }
    }
}
