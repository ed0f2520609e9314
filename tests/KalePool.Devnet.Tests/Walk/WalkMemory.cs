using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>What the walk remembers of its own acts, to do them again or to undo them.</summary>
sealed class WalkMemory
{
    const int Kept = 64;

    readonly Queue<TransactionEnvelope> _sent = new();

    readonly Queue<(WalkActor Actor, long Nonce)> _nonces = new();

    readonly Queue<(bool Native, WalkActor From, WalkActor Spender)> _allowances = new();

    public IReadOnlyCollection<TransactionEnvelope> Sent => _sent;

    public IReadOnlyCollection<(WalkActor Actor, long Nonce)> Nonces => _nonces;

    public IReadOnlyCollection<(bool Native, WalkActor From, WalkActor Spender)> Allowances => _allowances;

    public void Add(TransactionEnvelope envelope) => Add(_sent, envelope);

    public void Add(WalkActor actor, long nonce) => Add(_nonces, (actor, nonce));

    public void AddAllowance(bool native, WalkActor from, WalkActor spender) => Add(_allowances, (native, from, spender));

    static void Add<T>(Queue<T> queue, T item)
    {
        queue.Enqueue(item);
        if (queue.Count > Kept) queue.Dequeue();
    }
}
