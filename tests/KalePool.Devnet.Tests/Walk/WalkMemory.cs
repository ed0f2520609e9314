using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>What the walk remembers of its own acts, to do them again or to undo them.</summary>
sealed class WalkMemory
{
    const int Kept = 64;

    readonly Queue<TransactionEnvelope> _sent = new();

    readonly Queue<(WalkActor Actor, long Nonce)> _nonces = new();

    public IReadOnlyCollection<TransactionEnvelope> Sent => _sent;

    public IReadOnlyCollection<(WalkActor Actor, long Nonce)> Nonces => _nonces;

    public void Add(TransactionEnvelope envelope) => Add(_sent, envelope);

    public void Add(WalkActor actor, long nonce) => Add(_nonces, (actor, nonce));

    static void Add<T>(Queue<T> queue, T item)
    {
        queue.Enqueue(item);
        if (queue.Count > Kept) queue.Dequeue();
    }
}
