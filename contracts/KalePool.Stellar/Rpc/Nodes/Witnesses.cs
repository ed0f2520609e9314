using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Rpc.Nodes;

/// <summary>
/// What several servers say of one transaction. One alone could say that it succeeded, and what it returned, and nothing of it be true: that is believed where more servers
/// say so than say otherwise. A server that does not answer, has forgotten the ledger, or stands still, says nothing.
/// </summary>
public static class Witnesses
{
    const string Method = "getTransaction";

    /// <summary>The first answer that none of the others contradicts; NOT_FOUND where no server knows the transaction.</summary>
    /// <exception cref="RpcException">No server answers, or they contradict each other, or one is still to close the ledger of it.</exception>
    public static async Task<GetTransactionResponse> FindAgreedAsync(this IStellarRpc rpc, string hash, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rpc);
        GetTransactionResponse? missing = null;
        RpcException? failure = null;
        RpcException? dispute = null;
        foreach (var node in rpc.Nodes)
        {
            GetTransactionResponse found;
            try
            {
                found = await node.GetTransactionAsync(new GetTransactionRequest(hash), cancellation).ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                failure = e;
                continue;
            }
            try
            {
                if (found.Status == TransactionStatus.NotFound) missing ??= found;
                else return await AgreedAsync(rpc, node, hash, found, static (_, _) => true, cancellation).ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                dispute ??= e;
            }
        }
        // What one server tells of and the others deny is not known not to be there.
        return dispute is not null ? throw dispute : missing ?? throw failure!;
    }

    /// <summary>What a server has found, when the others have been asked.</summary>
    /// <param name="closes">Whether a server that is at a ledger before that of the transaction is waited for, because it goes on.</param>
    /// <exception cref="RpcException">Contradicted; Behind where a server is waited for; BadContent where the answer cannot be read.</exception>
    public static async Task<GetTransactionResponse> AgreedAsync(
        IStellarRpc rpc, IStellarRpc by, string hash, GetTransactionResponse found, Func<IStellarRpc, uint, bool> closes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rpc);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(closes);
        var witnesses = rpc.Nodes.Where(n => !ReferenceEquals(n, by)).ToList();
        if (witnesses.Count == 0) return found;
        var told = Told.Of(found);
        var (agree, others) = (1, new List<string>());
        var answers = await Task.WhenAll(witnesses.Select(node => AskAsync(node, hash, cancellation))).ConfigureAwait(false);
        foreach (var (node, (other, at)) in witnesses.Zip(answers))
        {
            if (at < told.Ledger)
            {
                if (closes(node, at)) throw RpcException.Behind(Method, at, told.Ledger);
            }
            else if (other is { Status: TransactionStatus.NotFound })
            {
                if (other.OldestLedger <= told.Ledger) others.Add($"{node}, which knows ledger {told.Ledger}, does not know it");
            }
            else if (other is not null && TryRead(other) is { } otherwise)
            {
                if (otherwise == told) agree++;
                else others.Add($"{node} tells of {otherwise}");
            }
        }
        return others.Count < agree ? found : throw RpcException.Contradicted(Method, $"{by} tells of transaction {hash} as {told}; {string.Join("; ", others)}");
    }

    /// <summary>An answer, and the ledger that the server is at; the last ledger of all where it brings none, or has the transaction.</summary>
    static async Task<(GetTransactionResponse? Answer, uint At)> AskAsync(IStellarRpc node, string hash, CancellationToken cancellation)
    {
        try
        {
            var answer = await node.GetTransactionAsync(new GetTransactionRequest(hash), cancellation).ConfigureAwait(false);
            return (answer, answer.Status == TransactionStatus.NotFound ? answer.LatestLedger : uint.MaxValue);
        }
        catch (RpcException e)
        {
            return (null, e.Ledger ?? uint.MaxValue);
        }
    }

    static Told? TryRead(GetTransactionResponse answer)
    {
        try
        {
            return Told.Of(answer);
        }
        catch (RpcException)
        {
            return null;
        }
    }

    /// <summary>What money is booked by, of one server's answer. Whatever else stands in it depends on the server's version and settings.</summary>
    /// <param name="Result">Base64: the ledger's own hash covers it.</param>
    /// <param name="Before">Contracts' entries as they were before: of a harvest the pail with its stake.</param>
    sealed record Told(TransactionStatus Status, uint Ledger, string Result, SCVal? Returned, XdrArray<LedgerEntryData> Before)
    {
        public static Told Of(GetTransactionResponse found)
        {
            _ = found.DecodeResult();
            var meta = found.Status == TransactionStatus.Success || found.ResultMetaXdr is not null ? found.DecodeMeta() : null;
            return new Told(
                found.Status, found.Ledger ?? 0, found.ResultXdr!, found.Status == TransactionStatus.Success ? ReturnedBy(meta!) : null,
                ChangesOf(meta).OfType<LedgerEntryChange.State>().Select(c => c.Value.Data).Where(d => d is LedgerEntryData.ContractData).ToXdrArray());
        }

        public override string ToString() => $"{Status} in ledger {Ledger} with the result {Result}, which returned {Returned?.ToBase64() ?? "nothing"}";

        static SCVal? ReturnedBy(TransactionMeta meta) => meta switch
        {
            TransactionMeta.V3 { Value.SorobanMeta: { } soroban } => soroban.ReturnValue,
            TransactionMeta.V4 { Value.SorobanMeta: { } soroban } => soroban.ReturnValue,
            _ => null,
        };

        static IEnumerable<LedgerEntryChange> ChangesOf(TransactionMeta? meta) => meta switch
        {
            TransactionMeta.V3 { Value: var v3 } => v3.Operations.SelectMany(o => o.Changes),
            TransactionMeta.V4 { Value: var v4 } => v4.Operations.SelectMany(o => o.Changes),
            _ => [],
        };
    }
}
