using KalePool.Actors.Ports;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Kale;

namespace KalePool.Actors.Tests.Kit;

/// <summary>A farm whose ledgers, blocks and pails the test moves.</summary>
sealed class FakeChain : IFarmChain
{
    const int Interval = 300;
    const int LedgerSeconds = 5;

    readonly Lock _lock = new();
    readonly Dictionary<Guid, PailSighting> _pails = [];
    TaskCompletionSource _nextLedger = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _readings;
    int _waits;

    public volatile bool IsBroken;

    public ChainSnapshot? Latest { get; private set; }

    /// <summary>How often pails were read.</summary>
    public int Readings => Volatile.Read(ref _readings);

    /// <summary>How often somebody has begun to wait for a ledger.</summary>
    public int Waits => Volatile.Read(ref _waits);

    public void Forget() => Latest = null;

    /// <summary>A block that opens now.</summary>
    public void Open(uint index)
    {
        var ledger = (Latest?.LatestLedger ?? 1000) + 1;
        var now = (Latest?.CloseTime ?? 1_700_000_000) + Interval;
        Latest = new ChainSnapshot(ledger, now, index, now, KaleBlock.Fresh((ulong)now) with { MaxGap = 20, MaxStake = 5, MaxZeros = 6 }, Interval, LedgerSeconds * 1000);
    }

    public void CloseLedgers(int count = 1) =>
        Latest = Latest! with { LatestLedger = Latest.LatestLedger + (uint)count, CloseTime = Latest.CloseTime + count * LedgerSeconds };

    public Task NextLedgerAsync(CancellationToken cancellation)
    {
        var next = Volatile.Read(ref _nextLedger).Task;
        Interlocked.Increment(ref _waits);
        return next.WaitAsync(cancellation);
    }

    /// <summary>Whoever waits for a ledger goes on.</summary>
    public void TellLedger() => Interlocked.Exchange(ref _nextLedger, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    public void SetPail(Guid farmer, uint? zeros = null, uint? gap = null)
    {
        lock (_lock) _pails[farmer] = new PailSighting(farmer, zeros, gap);
    }

    public Task<PailReading> ReadPailsAsync(uint block, IReadOnlyList<RosterEntry> farmers, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _readings);
        if (IsBroken) return Task.FromException<PailReading>(new IOException("no node answers"));
        lock (_lock)
        {
            var pails = farmers.Where(f => _pails.ContainsKey(f.FarmerId)).Select(f => _pails[f.FarmerId]).ToList();
            return Task.FromResult(new PailReading(Latest!.LatestLedger, Latest.FarmIndex, pails));
        }
    }
}
