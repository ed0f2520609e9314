namespace KalePool.Stellar.Rpc.Nodes;

/// <summary>The newest ledger that any of several servers has told of, and that can be: one that lies must not make all others look as if they were behind.</summary>
sealed class HighestLedger(TimeProvider time)
{
    /// <summary>Far more than any network closes; a day later an honest server is admitted whatever was believed before.</summary>
    const double MostLedgersASecond = 20;

    /// <summary>What a server may be ahead of the others at once.</summary>
    const int MostAtOnce = 50;

    readonly Lock _lock = new();
    long _value;
    long _raisedAt = time.GetTimestamp();
    bool _isGuarded;

    public uint Value => (uint)Volatile.Read(ref _value);

    /// <summary>From now on a ledger is believed only if it can be closed by now. Before that any is: a server that stands still may have been heard first.</summary>
    public void Guard()
    {
        lock (_lock) _isGuarded = true;
    }

    /// <summary>False for a ledger that cannot be yet, which changes nothing.</summary>
    public bool See(uint ledger)
    {
        lock (_lock)
        {
            if (ledger <= _value) return true;
            if (_isGuarded && _value > 0 && ledger > _value + MostAtOnce + MostLedgersASecond * time.GetElapsedTime(_raisedAt).TotalSeconds) return false;
            Volatile.Write(ref _value, ledger);
            _raisedAt = time.GetTimestamp();
            return true;
        }
    }
}
