using KalePool.Devnet.Apply;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Faults;

/// <summary>
/// What one server has taken and the rest of the network does not know, or not yet, by the inner hash; and what only the others know. For several threads.
/// </summary>
sealed class HeldTransactions
{
    /// <summary>More are not remembered: the oldest go first.</summary>
    const int Most = 10_000;

    /// <summary>The others' queues too drop what does not get in.</summary>
    const uint LedgersInQueue = 4;

    readonly Lock _gate = new();
    readonly Dictionary<Opaque, Held> _held = [];
    readonly Queue<Opaque> _order = new();
    readonly List<TransactionEnvelope> _brought = [];

    /// <param name="Node">Who took it.</param>
    /// <param name="Until">The ledger from which on the others know it; null: never.</param>
    sealed record Held(TransactionEnvelope Envelope, int Node, uint? Until);

    public void Hold(TransactionFrame frame, int node, uint? until)
    {
        lock (_gate)
        {
            _held[frame.InnerHash] = new Held(frame.Envelope, node, until);
            _order.Enqueue(frame.InnerHash);
            while (_order.Count > Most) _held.Remove(_order.Dequeue());
        }
    }

    /// <summary>Another server has got it too: from now on everybody knows it.</summary>
    /// <param name="ledger">The next one.</param>
    /// <returns>Whether it was held by another one than <paramref name="node"/>.</returns>
    public bool Release(TransactionFrame frame, int node, uint ledger)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(frame.InnerHash, out var held) || held.Node == node) return false;
            _held[frame.InnerHash] = held with { Envelope = frame.Envelope, Until = ledger };
            return true;
        }
    }

    public void Forget(TransactionFrame frame)
    {
        lock (_gate) _held.Remove(frame.InnerHash);
    }

    /// <summary>Comes with the next ledger, and then no more.</summary>
    public void Bring(TransactionEnvelope envelope)
    {
        lock (_gate) _brought.Add(envelope);
    }

    /// <param name="ledger">The next one.</param>
    public bool Knows(Opaque innerHash, uint ledger)
    {
        lock (_gate) return !_held.TryGetValue(innerHash, out var held) || held.Until <= ledger;
    }

    /// <summary>What the others have for the next ledger.</summary>
    public IReadOnlyList<TransactionEnvelope> For(uint ledger)
    {
        lock (_gate)
        {
            List<TransactionEnvelope> all = [.. _held.Values.Where(held => held.Until <= ledger).Select(held => held.Envelope), .. _brought];
            _brought.Clear();
            return all;
        }
    }

    public void AfterLedger(History history)
    {
        lock (_gate)
        {
            foreach (var (hash, _) in _held.Where(pair => history.Transactions.ContainsKey(pair.Key) || pair.Value.Until + LedgersInQueue <= history.LatestSequence).ToList()) _held.Remove(hash);
        }
    }
}
