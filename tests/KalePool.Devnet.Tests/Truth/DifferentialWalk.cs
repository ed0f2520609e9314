using KalePool.Devnet.Tests.Walk;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>Sends a walk to both chains and compares every answer, every transaction, every event and every entry touched.</summary>
sealed class DifferentialWalk(TwoChains chains, Walker walker)
{
    readonly Dictionary<string, (int Sent, int Applied, int Succeeded)> _kinds = [];
    readonly HashSet<LedgerKey> _touched = [];
    readonly Dictionary<string, string> _kindOf = [];
    readonly Dictionary<Opaque, bool> _isSorobanPending = [];

    public Differences Differences { get; } = new();

    public int Acts { get; private set; }

    public IReadOnlyDictionary<string, (int Sent, int Applied, int Succeeded)> Kinds => _kinds;

    sealed record Answered(WalkAct Act, uint Ledger, object Answer);

    /// <param name="acts">How many are sent.</param>
    /// <param name="perLedger">At most that many into one ledger.</param>
    public async Task RunAsync(int acts, int perLedger)
    {
        while (Acts < acts)
        {
            var now = await WalkSnapshot.ReadAsync(chains.Devnet, chains.World);
            var batch = walker.Next(now, Math.Min(perLedger, acts - Acts));
            var answers = new List<Answered>(batch.Count);
            foreach (var act in batch) answers.Add(await AskTruthAsync(act));
            await CompareTouchedAsync(now.Ledger);
            var latest = await chains.WaitForAsync((answers.Count > 0 ? answers[^1].Ledger : now.Ledger) + 1);
            await FollowAsync(answers, latest);
        }
    }

    async Task<Answered> AskTruthAsync(WalkAct act)
    {
        Acts++;
        var before = _kinds.GetValueOrDefault(act.Kind);
        _kinds[act.Kind] = before with { Sent = before.Sent + 1 };
        var answer = await chains.Truth.AskAsync(act.Request);
        return new Answered(act, LedgerOf(answer), answer);
    }

    static uint LedgerOf(object answer) => answer switch
    {
        SendTransactionResponse send => send.LatestLedger,
        SimulateTransactionResponse simulated => simulated.LatestLedger,
        GetTransactionResponse found => found.LatestLedger,
        _ => throw new ArgumentException(answer.GetType().Name, nameof(answer)),
    };

    /// <summary>Asks devnet the same at the same ledgers, and closes its ledgers up to truthnet's latest.</summary>
    async Task FollowAsync(List<Answered> answers, uint latest)
    {
        var ledgers = (await chains.LedgersAsync(chains.Ledger + 1, latest)).ToDictionary(ledger => ledger.Sequence);
        var transactions = await TransactionsAsync(chains.Truth, chains.Ledger + 1, latest);
        foreach (var answered in answers)
        {
            while (chains.Ledger < answered.Ledger) await CloseAsync(ledgers[chains.Ledger + 1], transactions);
            var devnet = await chains.Devnet.AskAsync(answered.Act.Request);
            if (devnet is SendTransactionResponse sent)
            {
                if (IsExplained(answered, sent)) continue;
                _kindOf[sent.Hash] = answered.Act.Kind;
                if (sent.Status == SendTransactionStatus.Pending) _isSorobanPending[SourceOf(answered)] = IsSoroban(answered);
            }
            AnswerComparison.Compare(Differences, $"ledger {answered.Ledger}, {answered.Act.Kind}", answered.Answer, devnet);
        }
        while (chains.Ledger < latest) await CloseAsync(ledgers[chains.Ledger + 1], transactions);
    }

    bool IsExplained(Answered answered, SendTransactionResponse devnet) =>
        _isSorobanPending.TryGetValue(SourceOf(answered), out var isSoroban) && isSoroban != IsSoroban(answered)
        && TruthnetExceptions.IsOtherKindPending((SendTransactionResponse)answered.Answer, devnet);

    static Opaque SourceOf(Answered answered) => InnerOf(answered).SourceAccount.KeyOf();

    static bool IsSoroban(Answered answered) => InnerOf(answered).Operations.Any(operation => operation.IsSoroban());

    static Transaction InnerOf(Answered answered) => ((WalkRequest.Send)answered.Act.Request).Envelope switch
    {
        TransactionEnvelope.Tx one => one.Value.Tx,
        TransactionEnvelope.TxFeeBump bump => ((FeeBumpTransactionInnerTx.EnvelopeTypeTx)bump.Value.Tx.InnerTx).Value.Tx,
        var other => throw new ArgumentException(other.GetType().Name, nameof(answered)),
    };

    async Task CloseAsync(LedgerInfo ledger, List<TransactionInfo> transactions)
    {
        var truth = transactions.Where(tx => tx.Ledger == ledger.Sequence).ToList();
        chains.Close(ledger, truth);
        _isSorobanPending.Clear();
        var devnet = await TransactionsAsync(chains.Devnet, ledger.Sequence, ledger.Sequence);
        TransactionComparison.Compare(Differences, ledger.Sequence, truth, devnet, hash => _kindOf.GetValueOrDefault(hash, "?"));
        foreach (var tx in truth)
        {
            Touch(tx);
            if (!_kindOf.TryGetValue(tx.TxHash!, out var kind)) continue;
            var before = _kinds[kind];
            _kinds[kind] = before with { Applied = before.Applied + 1, Succeeded = before.Succeeded + (tx.Status == TransactionStatus.Success ? 1 : 0) };
        }
        await CompareEventsAsync(ledger.Sequence);
    }

    static async Task<List<TransactionInfo>> TransactionsAsync(IStellarRpc rpc, uint from, uint to)
    {
        var all = new List<TransactionInfo>();
        var request = new GetTransactionsRequest(from, new Pagination(Limit: 200));
        while (true)
        {
            var page = await rpc.GetTransactionsAsync(request);
            all.AddRange(page.Transactions.Where(tx => tx.Ledger <= to));
            if (page.Transactions.Count < 200 || page.Transactions[^1].Ledger > to) return all;
            request = new GetTransactionsRequest(null, new Pagination(page.Cursor, 200));
        }
    }

    async Task CompareEventsAsync(uint ledger)
    {
        var request = new GetEventsRequest([], ledger, ledger + 1, new Pagination(Limit: 10_000));
        var truth = (await chains.Truth.GetEventsAsync(request)).Events;
        var devnet = (await chains.Devnet.GetEventsAsync(request)).Events;
        Differences.Compare($"ledger {ledger}: events", truth.Count, devnet.Count);
        foreach (var (left, right) in truth.Zip(devnet))
        {
            Differences.Compare($"ledger {ledger}: event {left.Id}", Text(left), Text(right));
        }
    }

    static string Text(EventInfo happened) =>
        $"{happened.Id} {happened.Type} {happened.TxHash} {happened.ContractId} {happened.LedgerClosedAt:O} {happened.TransactionIndex} {happened.OperationIndex} {happened.InSuccessfulContractCall} {string.Join(' ', happened.Topic)} {happened.Value}";

    void Touch(TransactionInfo tx)
    {
        if (XdrCodec.FromBase64<TransactionMeta>(tx.ResultMetaXdr) is not TransactionMeta.V4 { Value: var meta }) return;
        foreach (var change in meta.TxChangesBefore.Concat(meta.Operations.SelectMany(operation => operation.Changes)))
        {
            LedgerKey? key = change switch
            {
                LedgerEntryChange.Created created => LedgerKeys.Of(created.Value.Data),
                LedgerEntryChange.Updated updated => LedgerKeys.Of(updated.Value.Data),
                LedgerEntryChange.Removed removed => removed.Value,
                _ => null,
            };
            if (key is not null and not LedgerKey.Ttl) _touched.Add(key);
        }
    }

    /// <summary>All that the ledger touched, while truthnet has not closed the next; else it waits for the next time.</summary>
    async Task CompareTouchedAsync(uint ledger)
    {
        if (_touched.Count == 0) return;
        var request = new GetLedgerEntriesRequest([.. _touched.Select(key => key.ToBase64())]);
        var truth = await chains.Truth.GetLedgerEntriesAsync(request);
        if (truth.LatestLedger != ledger || (await chains.Truth.GetHealthAsync()).LatestLedger != ledger) return;
        var devnet = (await chains.Devnet.GetLedgerEntriesAsync(request)).Entries.ToDictionary(entry => entry.Key);
        Differences.Compare($"ledger {ledger}: entries that are there", truth.Entries.Count, devnet.Count);
        foreach (var left in truth.Entries)
        {
            var right = devnet.GetValueOrDefault(left.Key);
            var what = $"ledger {ledger}: entry {XdrCodec.FromBase64<LedgerKey>(left.Key)}";
            Differences.CompareXdr<LedgerEntryData>(what, left.Xdr, right?.Xdr);
            Differences.Compare(what, (left.LastModifiedLedgerSeq, left.LiveUntilLedgerSeq, left.ExtXdr), right is null ? default : (right.LastModifiedLedgerSeq, right.LiveUntilLedgerSeq, right.ExtXdr));
        }
        _touched.Clear();
    }
}
