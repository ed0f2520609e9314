using System.Diagnostics;
using System.Runtime.CompilerServices;
using KalePool.Devnet.Apply;
using KalePool.Devnet.Host;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Rpc;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Faults;

/// <summary>One server of the chain, of which there may be several: what it answers, with the faults that are planned for it. Knows nothing of HTTP.</summary>
public sealed class DevnetNode : IChainNode
{
    readonly FaultyNetwork _network;
    readonly Chain _chain;
    readonly JsonRpcDispatcher _dispatcher;
    readonly ConditionalWeakTable<ChainView, Trimmed> _trimmed = [];

    internal DevnetNode(FaultyNetwork network, int number, Func<string>? friendbotUrl, ILogger? logger)
    {
        (_network, _chain, Number) = (network, network.Chain, number);
        _dispatcher = JsonRpcDispatcher.Of(this, friendbotUrl, logger);
        Counts = new CallCounts(_dispatcher.Names);
    }

    sealed record Trimmed(uint Ledgers, ChainView View);

    /// <summary>From 1.</summary>
    public int Number { get; }

    /// <summary>What clients have asked over HTTP.</summary>
    public CallCounts Counts { get; }

    public DevnetSettings Settings => Held<ShortRetention>() is { } rule && rule.Ledgers < _chain.Settings.RetentionLedgers
        ? _chain.Settings with { RetentionLedgers = rule.Ledgers }
        : _chain.Settings;

    public Network Network => _chain.Network;

    public NativeContracts Contracts => _chain.Contracts;

    public ChainView View
    {
        get
        {
            var view = Held<Lag>() is { } lag ? _chain.ViewBehind(lag.Ledgers) : _chain.View;
            if (Held<StandsStill>() is { } still) view = _chain.ViewBehind(view.State.Sequence - Math.Min(view.State.Sequence, _network.BeginOf(still)));
            return Held<ShortRetention>() is { } rule ? Trim(view, rule.Ledgers) : view;
        }
    }

    public ulong Now() => (ulong)Math.Max(0, (long)_chain.Now() + (Held<NodeClock>()?.Seconds ?? 0));

    /// <summary>What a client gets for the body of a request.</summary>
    public NodeAnswer Answer(ReadOnlyMemory<byte> body)
    {
        var methods = _network.Any<CallRule>() ? JsonRpcDispatcher.Methods(body) : [];
        switch (methods.Count == 0 ? null : _network.Strike(this, methods))
        {
            case null:
                return CarryOut(body);
            case NoAnswer silent:
                if (silent.CarriedOut) CarryOut(body);
                return new NodeAnswer.Silence();
            case LateAnswer { CarriedOut: true } late:
                var done = CarryOut(body);
                return new NodeAnswer.Later(late.Delay, () => done);
            case LateAnswer late:
                // The client may be gone when it is done: the body must outlive the request.
                var kept = body.ToArray();
                return new NodeAnswer.Later(late.Delay, () => CarryOut(kept));
            case HttpStatus proxy:
                if (proxy.CarriedOut) CarryOut(body);
                return WrongContents.Proxy(proxy.Status);
            case WrongContent wrong:
                return WrongContents.Spoil(wrong.Content, _dispatcher.Answer(body));
            case DeliveredTwice:
                CarryOut(body);
                return CarryOut(body);
            case var other:
                throw new UnreachableException(other.Name);
        }
    }

    public QueueAnswer Submit(TransactionEnvelope envelope)
    {
        var frame = TransactionFrame.Of(envelope, Network);
        var seen = View.State;
        // Whoever is behind checks against what he knows.
        if (seen.Sequence < _chain.View.State.Sequence && TransactionChecker.CheckForQueue(frame, seen, LedgerContext.ForQueue(this, seen)) is { Failure: { } failure } verdict)
        {
            return new QueueAnswer(QueueStatus.Error, frame.Hash, new TransactionResult(verdict.FeeCharged, failure));
        }
        if (Now() > _chain.Now() && TransactionChecker.Bounds(frame, LedgerContext.ForQueue(this, seen)) is { } late) return TooLate(frame, late);
        if (_network.IsPutOff(this, frame)) return new QueueAnswer(QueueStatus.TryAgainLater, frame.Hash, null);
        return _network.AfterQueue(this, frame, seen, _chain.Submit(envelope));
    }

    QueueAnswer TooLate(TransactionFrame frame, TransactionResultResult late) => new(
        QueueStatus.Error, frame.Hash,
        new TransactionResult(TransactionChecker.RefusalFee(frame, LedgerContext.ForQueue(this, View.State)), frame.Bump is null ? late : InnerResults.Wrap(frame, late)));

    NodeAnswer.Told CarryOut(ReadOnlyMemory<byte> body) => _dispatcher.Answer(body) is { } answer ? new NodeAnswer.Told(200, answer) : new NodeAnswer.Told(204, null);

    /// <summary>Once a ledger it is decided how the server sees it.</summary>
    T? Held<T>() where T : ViewRule => _network.Hold<T>(this);

    ChainView Trim(ChainView view, uint ledgers)
    {
        var known = _trimmed.GetValue(view, full => new Trimmed(ledgers, full with { History = full.History.Within(ledgers) }));
        return known.Ledgers == ledgers ? known.View : view with { History = view.History.Within(ledgers) };
    }
}
