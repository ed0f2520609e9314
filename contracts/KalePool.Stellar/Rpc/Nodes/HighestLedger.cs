namespace KalePool.Stellar.Rpc.Nodes;

/// <summary>The newest ledger that any of several servers has told of.</summary>
sealed class HighestLedger
{
    long _value;

    public uint Value => (uint)Volatile.Read(ref _value);

    public void See(uint ledger)
    {
        for (var before = Volatile.Read(ref _value); ledger > before; before = Volatile.Read(ref _value))
            if (Interlocked.CompareExchange(ref _value, ledger, before) == before) return;
    }
}
