using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using KalePool.Devnet.Apply;
using KalePool.Devnet.Faults;
using KalePool.Devnet.Genesis;
using KalePool.Devnet.Host;
using KalePool.Devnet.Host.Contracts;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Storage;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet;

/// <summary>The chain itself: takes transactions, closes ledgers, shows what there is. Any thread may call it; readers never wait.</summary>
public sealed class Chain : IChainNode
{
    /// <summary>Held while a ledger is made: one at a time.</summary>
    readonly Lock _closing = new();

    /// <summary>Guards the queue and what changes with the view; never held while transactions are checked or applied.</summary>
    readonly Lock _gate = new();
    readonly TimeProvider _time;
    readonly ChainStore? _store;
    readonly TransactionQueue _queue;
    readonly LedgerCloser _closer;
    TaskCompletionSource<ClosedLedger> _next = NewNext();
    volatile ChainView _view;
    volatile DevnetSettings _settings;
    volatile IPeers? _peers;
    ImmutableQueue<ChainView> _before = [];
    InvalidOperationException? _broken;

    /// <param name="store">Keeps it; null: it ends with the process. A chain that is kept already goes on where it was.</param>
    public Chain(DevnetSettings settings, TimeProvider time, ChainStore? store = null)
        : this(settings, time, ChainStart.Genesis(settings, (ulong)time.GetUtcNow().ToUnixTimeSeconds()), store)
    {
    }

    internal Chain(DevnetSettings settings, TimeProvider time, ChainStart start, ChainStore? store = null)
    {
        _settings = settings;
        Network = new Network(settings.Passphrase);
        Keys = new DevnetKeys(settings);
        _time = time;
        _store = store;
        _queue = new TransactionQueue(settings);
        Deployment = start.Deployment;
        RouterId = start.RouterId;
        Contracts = new NativeContracts(
            new AssetContract(),
            new Dictionary<Opaque, INativeContract>
            {
                [Deployment.CodeHash] = new KaleNative(new KaleRules(settings.BlockSeconds)),
                [NextKaleCode] = new KaleNative(new KaleRules(settings.BlockSeconds)),
                [start.RouterCode] = new RouterNative(),
            });
        _closer = new LedgerCloser(Network, Contracts, Keys.Node);
        _view = store?.Restored ?? Begin(start);
    }

    /// <summary>Hash of a code that stands on every devnet beside the farm's, and does the same: for whoever upgrades the farm.</summary>
    public static Opaque NextKaleCode => PlaceholderCode.NextKale.Hash;

    /// <summary>As they are now: the network may change its own.</summary>
    public DevnetSettings Settings => _settings;

    public Network Network { get; }

    public DevnetKeys Keys { get; }

    /// <summary>The farm that runs on it.</summary>
    public KaleDeployment Deployment { get; }

    /// <summary>The router's contract, 32 bytes.</summary>
    public Opaque RouterId { get; }

    public NativeContracts Contracts { get; }

    public ChainView View => _view;

    /// <summary>Null: there is no other server, and nobody else makes ledgers.</summary>
    internal IPeers? Peers
    {
        get => _peers;
        set => _peers = value;
    }

    /// <summary>The chain as it was so many ledgers ago, or as long ago as is still known: <see cref="FaultLimits.MostBehind"/> ledgers, of this process.</summary>
    internal ChainView ViewBehind(uint ledgers)
    {
        lock (_gate)
        {
            var wanted = _view.State.Sequence - Math.Min(ledgers, _view.State.Sequence);
            foreach (var view in _before)
            {
                if (view.State.Sequence >= wanted) return view;
            }
            return _view;
        }
    }

    /// <summary>Transactions that wait for a ledger.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _queue.Count;
        }
    }

    /// <summary>The order inside the next ledgers, where it is another chain's; the lowest number first.</summary>
    public Func<Opaque, ulong>? Order { get; set; }

    /// <summary>Unix seconds now, by the chain's clock.</summary>
    public ulong Now() => (ulong)_time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Offers a transaction to the queue, also while a ledger is being made.</summary>
    public QueueAnswer Submit(TransactionEnvelope envelope)
    {
        var frame = TransactionFrame.Of(envelope, Network);
        var seen = _view;
        // Signatures are the dear part. They are checked before the queue is locked; where a ledger has come in between, again, from the cache.
        var early = TransactionChecker.CheckForQueue(frame, seen.State, QueueContext(seen.State));
        lock (_gate)
        {
            var state = _view.State;
            return _queue.Submit(frame, state, () => ReferenceEquals(state, seen.State) ? early : TransactionChecker.CheckForQueue(frame, state, QueueContext(state)));
        }
    }

    /// <summary>Closes the next ledger at the clock's second, or one after the last ledger's where that is later.</summary>
    /// <exception cref="InvalidOperationException">An invariant is broken or the disk is full. The chain stays where it was and closes no more ledgers.</exception>
    public ClosedLedger CloseLedger()
    {
        lock (_closing)
        {
            if (_broken is not null) throw _broken;
            var last = _view;
            var closeTime = Math.Max(checked((ulong)((long)Now() + (_peers?.ClockSeconds ?? 0))), last.State.CloseTime + 1);
            if (_peers?.MinTemporaryTtl is { } life) _settings = _settings with { MinTemporaryTtl = life };
            var order = Take(last.State, closeTime);
            var (view, closed) = Make(last, order, closeTime);
            TaskCompletionSource<ClosedLedger> waiters;
            lock (_gate)
            {
                _before = _before.Enqueue(last);
                if (last.State.Sequence - _before.Peek().State.Sequence >= FaultLimits.MostBehind) _before = _before.Dequeue();
                _view = view;
                _queue.AfterClose(closed, order);
                waiters = _next;
                _next = NewNext();
            }
            _peers?.AfterLedger(view);
            waiters.SetResult(closed);
            return closed;
        }
    }

    /// <summary>The next ledger, when it is closed. Taken before looking at <see cref="View"/>, nothing is missed.</summary>
    public Task<ClosedLedger> NextLedger
    {
        get
        {
            lock (_gate) return _next.Task;
        }
    }

    /// <summary>Waits until a transaction is in a ledger; null if it is not by <paramref name="lastLedger"/>.</summary>
    public async Task<AppliedTransaction?> WhenAppliedAsync(Opaque hash, uint lastLedger, CancellationToken cancel)
    {
        while (true)
        {
            var next = NextLedger;
            var view = _view;
            if (view.History.Transactions.TryGetValue(hash, out var applied)) return applied;
            if (view.State.Sequence >= lastLedger) return null;
            await next.WaitAsync(cancel);
        }
    }

    List<IncludedTransaction> Take(LedgerState last, ulong closeTime)
    {
        var context = new LedgerContext(Settings, Network, Contracts, last.Sequence + 1, last.CloseTime, closeTime);
        var brought = Brought(last, closeTime);
        lock (_gate) return [.. _queue.Take(last, context, brought, _peers).OrderBy(included => Order?.Invoke(included.Frame.Hash) ?? OrderIn(last, included.Frame.Hash))];
    }

    /// <summary>What the rest of the network brings and the next ledger can take: it is known there when that closes.</summary>
    List<TransactionFrame> Brought(LedgerState last, ulong closeTime)
    {
        var context = new LedgerContext(Settings, Network, Contracts, last.Sequence + 1, closeTime, closeTime);
        return [.. (_peers?.Bring(last, closeTime) ?? []).Select(envelope => TransactionFrame.Of(envelope, Network)).Where(frame => TransactionChecker.CheckForQueue(frame, last, context).IsValid)];
    }

    /// <summary>The next ledger and the chain with it, which the file has when this returns.</summary>
    (ChainView View, ClosedLedger Closed) Make(ChainView last, IReadOnlyList<IncludedTransaction> order, ulong closeTime)
    {
        try
        {
            var (state, closed, changed) = _closer.Close(Settings, last.State, order, closeTime);
            var view = new ChainView(state, last.History.Add(closed, Settings.RetentionLedgers));
            _store?.Append(closed, changed, view);
            return (view, closed);
        }
        catch (Exception broken)
        {
            _broken = broken as InvalidOperationException ?? new InvalidOperationException($"ledger {last.State.Sequence + 1} could not be closed: {broken.Message}", broken);
            throw _broken;
        }
    }

    ChainView Begin(ChainStart start)
    {
        var view = new ChainView(start.State, History.Empty.Add(start.Closed, Settings.RetentionLedgers));
        _store?.Begin(view);
        return view;
    }

    /// <summary>Nobody can know or choose his place: it follows from the ledger before, the transaction's hash and the seed.</summary>
    ulong OrderIn(LedgerState last, Opaque hash)
    {
        Span<byte> input = stackalloc byte[32 + 32 + 4];
        last.Hash.Span.CopyTo(input);
        hash.Span.CopyTo(input[32..]);
        BinaryPrimitives.WriteInt32BigEndian(input[64..], Settings.Seed);
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(input));
    }

    LedgerContext QueueContext(LedgerState state) => LedgerContext.ForQueue(this, state);

    static TaskCompletionSource<ClosedLedger> NewNext() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
