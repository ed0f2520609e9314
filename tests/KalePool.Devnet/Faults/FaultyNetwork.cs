using KalePool.Devnet.Apply;
using KalePool.Devnet.Faults.Strangers;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Faults;

/// <summary>
/// A chain with the servers that show it and with whatever else makes a network: all faults take effect here. Without a plan there are none, and a server shows the
/// chain as it is. Any thread may call it. In one process and on one clock: <see cref="CloseLedger"/> closes, <see cref="DevnetNode.Answer"/> answers.
/// </summary>
public sealed class FaultyNetwork : IPeers
{
    readonly TimeProvider _time;
    readonly HeldTransactions _held = new();
    readonly Crowds _strangers;
    readonly uint _usualLife;
    volatile FaultsInForce? _faults;

    /// <param name="nodes">Servers.</param>
    /// <param name="friendbotUrl">What a server says of friendbot, by its number.</param>
    public FaultyNetwork(Chain chain, TimeProvider time, int nodes = 1, Func<int, string>? friendbotUrl = null, ILogger? logger = null)
    {
        (Chain, _time, _usualLife) = (chain, time, chain.Settings.MinTemporaryTtl);
        _strangers = new Crowds(chain);
        Nodes = [.. Enumerable.Range(1, nodes).Select(number => new DevnetNode(this, number, friendbotUrl is null ? null : () => friendbotUrl(number), logger))];
        chain.Peers = this;
    }

    public Chain Chain { get; }

    public IReadOnlyList<DevnetNode> Nodes { get; }

    public FaultLog Log { get; } = new();

    /// <summary>The plan in force; null: nothing goes wrong.</summary>
    public FaultPlan? Plan => _faults?.Plan;

    /// <summary>Puts a plan in force, from its beginning, in the place of the one before; null: none.</summary>
    /// <exception cref="FaultPlanException">It does not fit; the one before stays.</exception>
    public void Follow(FaultPlan? plan)
    {
        if (plan?.Wrong(FaultLimits.Of(Nodes.Count, Chain.Settings)) is { Count: > 0 } wrong) throw new FaultPlanException(wrong);
        _faults = plan is null ? null : new FaultsInForce(plan, Log, _time, () => Chain.View.State.Sequence, Chain.View.State.Sequence, Chain.Now());
        _strangers.Step(Chain.View.State, _faults);
    }

    /// <summary>Closes the next ledger as the plan has it; null: the chain is halted.</summary>
    public ClosedLedger? CloseLedger() => _faults?.Hold<Halted>(null, $"{Chain.Now()}", _ => true) is null ? Chain.CloseLedger() : null;

    int IPeers.ClockSeconds => Hold<ChainClock>()?.Seconds ?? 0;

    uint? IPeers.MinTemporaryTtl => Hold<ShortLives>()?.Ledgers ?? (Chain.Settings.MinTemporaryTtl == _usualLife ? null : _usualLife);

    bool IPeers.Knows(TransactionFrame waiting) => _held.Knows(waiting.InnerHash, Chain.View.State.Sequence + 1);

    IReadOnlyList<TransactionEnvelope> IPeers.Bring(LedgerState last, ulong closeTime) => [.. _held.For(last.Sequence + 1), .. _strangers.Open(last, closeTime, _faults)];

    void IPeers.AfterLedger(ChainView view)
    {
        _held.AfterLedger(view.History);
        _strangers.Step(view.State, _faults);
    }

    internal bool Any<T>() where T : FaultRule => _faults?.Any<T>() ?? false;

    internal uint BeginOf(FaultRule rule) => _faults?.BeginOf(rule) ?? uint.MaxValue;

    /// <summary>A server's rule that holds for the present ledger.</summary>
    internal T? Hold<T>(DevnetNode node) where T : NodeRule => _faults?.Hold<T>(node.Number, $"{Chain.View.State.Sequence}", rule => rule.IsOf(node.Number));

    internal CallRule? Strike(DevnetNode node, IReadOnlyList<string> methods) =>
        _faults?.Strike<CallRule>(node.Number, string.Join(", ", methods), null, rule => rule.IsOf(node.Number) && rule.IsOf(methods), rule => rule.Times);

    internal bool IsPutOff(DevnetNode node, TransactionFrame frame) => Strike<TryAgainLater>(node, frame, _ => true) is not null;

    /// <summary>What becomes of a transaction that the queue has spoken of, and what the server says.</summary>
    /// <param name="seen">The ledger that the server is at.</param>
    internal QueueAnswer AfterQueue(DevnetNode node, TransactionFrame frame, LedgerState seen, QueueAnswer answer)
    {
        // To this server it is new.
        if (answer.Status is QueueStatus.Duplicate or QueueStatus.TryAgainLater && _held.Release(frame, node.Number, Chain.View.State.Sequence + 1)) return answer with { Status = QueueStatus.Pending, Result = null };
        if (answer.Status != QueueStatus.Pending) return seen.Sequence < Chain.View.State.Sequence ? Behind(frame, answer) : answer;
        switch (Strike<QueueRule>(node, frame, rule => rule is not TryAgainLater && (rule is not SequenceRace race || KeyOf(frame, race) is not null)))
        {
            case NeverIncluded:
                _held.Hold(frame, node.Number, null);
                break;
            case IncludedLate late:
                _held.Hold(frame, node.Number, checked(Chain.View.State.Sequence + 1 + late.Ledgers));
                break;
            case SequenceRace race:
                _held.Bring(Overtake(frame, KeyOf(frame, race)!));
                break;
            default:
                _held.Forget(frame);
                break;
        }
        return answer;
    }

    T? Hold<T>() where T : ChainRule => _faults?.Hold<T>(null, $"{Chain.View.State.Sequence}", _ => true);

    T? Strike<T>(DevnetNode node, TransactionFrame frame, Func<T, bool> fits) where T : QueueRule => _faults?.Strike<T>(
        node.Number, "sendTransaction", frame.Hash.ToHex(), rule => rule.IsOf(node.Number) && rule.IsOf(frame.Source.Address()) && fits(rule), rule => rule.Times);

    /// <summary>Whoever is behind takes what was applied since for one that waits, and what became impossible since for possible.</summary>
    QueueAnswer Behind(TransactionFrame frame, QueueAnswer answer) =>
        Chain.View.History.Transactions.ContainsKey(frame.Hash) ? new QueueAnswer(QueueStatus.Duplicate, frame.Hash, null)
        : answer.Status == QueueStatus.Error ? new QueueAnswer(QueueStatus.Pending, frame.Hash, null)
        : answer;

    /// <summary>The key of the transaction's source, where devnet has it.</summary>
    KeyPair? KeyOf(TransactionFrame frame, SequenceRace race) => new[] { Chain.Keys.Friendbot, Chain.Keys.Issuer, Chain.Keys.Homesteader }
        .Concat(Chain.Keys.Minions)
        .Concat(Chain.Keys.Rivals)
        .Concat((race.Secrets ?? []).Select(KeyPair.FromSecret))
        .FirstOrDefault(key => key.PublicKey == frame.Source.Bytes());

    /// <summary>A transaction with the same sequence number that bids more.</summary>
    TransactionEnvelope Overtake(TransactionFrame frame, KeyPair key)
    {
        var bid = Math.Clamp(frame.InclusionFee / frame.PaidOperations + 1, Chain.Settings.BaseFeeStroops, uint.MaxValue);
        var nothing = new Operation(null, new OperationBody.BumpSequence(new BumpSequenceOp(0)));
        return TransactionFactory.Classic(new MuxedAccount.Ed25519(key.PublicKey), frame.Tx.SeqNum, Bounds.None, [nothing], (uint)bid).Sign(Chain.Network, key);
    }
}
