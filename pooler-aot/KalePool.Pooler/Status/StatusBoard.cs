using KalePool.Pooler.Display;
using KalePool.Pooler.Doctor;

namespace KalePool.Pooler.Status;

/// <summary>Keeps what a person or a monitor wants to know of now, from the events that happen. All members may be called by any thread.</summary>
sealed class StatusBoard(TimeProvider time)
{
    readonly Lock _lock = new();
    readonly HashRates _rates = new();
    readonly long _started = time.GetTimestamp();
    readonly SortedDictionary<string, FarmerStatus> _farmers = new(StringComparer.Ordinal);
    readonly HashSet<string> _troubles = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, Finding> _checks = new(StringComparer.Ordinal);
    Started? _start;
    BlockOpened? _block;
    Planted? _planted;
    string? _paused;
    long _hashes;
    long _earned;
    long _worked;
    long _failed;
    long _settled;

    public void Take(PoolerEvent e)
    {
        lock (_lock) Apply(e);
    }

    /// <summary>Once a second.</summary>
    public void Sample(long hashes)
    {
        lock (_lock)
        {
            _hashes = hashes;
            _rates.Add(time.GetElapsedTime(_started), hashes);
        }
    }

    public PoolerStatus Read()
    {
        lock (_lock)
            return new(
                _start?.Version ?? "", _start?.Name ?? "", _start?.Network ?? "", _start?.Kernel ?? "", _start?.Threads ?? 0, (long)time.GetElapsedTime(_started).TotalSeconds,
                _block?.Index, _block?.MaxZeros, _block?.MaxGap, _block?.Ends is { } ends ? Math.Max(0, (int)(ends - time.GetUtcNow()).TotalSeconds) : null, _planted?.Successful,
                [.. _farmers.Values], _hashes, _rates.Of(HashRates.Short), _rates.Of(HashRates.Middle), _rates.Of(HashRates.Long), _rates.Graph(),
                _earned, _worked, _failed, _settled, _paused, [.. _troubles.Order(StringComparer.Ordinal)], [.. _checks.Values]);
    }

    void Apply(PoolerEvent e)
    {
        switch (e)
        {
            case Started started:
                _start = started;
                break;
            case BlockOpened opened:
                (_block, _planted) = (opened, null);
                _farmers.Clear();
                break;
            case Planted planted when planted.Index == _block?.Index:
                _planted = planted;
                break;
            case Improved improved when improved.Index == _block?.Index:
                _farmers[improved.Wallet] = Of(improved.Wallet) with { Zeros = improved.Zeros };
                break;
            case Worked worked:
                _worked++;
                if (worked.Index == _block?.Index) _farmers[worked.Wallet] = Of(worked.Wallet) with { WorkedZeros = (int)worked.Zeros, Gap = (int)worked.Gap };
                break;
            case WorkFailed:
                _failed++;
                break;
            case Harvested harvested:
                _earned += harvested.Rewards;
                break;
            case BlockSettled:
                _settled++;
                break;
            case HashingPaused paused:
                _paused = paused.Reason;
                break;
            case HashingResumed:
                _paused = null;
                break;
            case Checked { Verdict: Verdict.Ok } check:
                _checks.Remove(check.Check);
                break;
            case Checked check:
                _checks[check.Check] = new(check.Verdict, check.Check, check.Text, check.Remedy);
                break;
            case TroubleBegan trouble:
                _troubles.Add(trouble.Party);
                break;
            case TroubleEnded trouble:
                _troubles.Remove(trouble.Party);
                break;
            default:
                break;
        }
    }

    FarmerStatus Of(string wallet) => _farmers.GetValueOrDefault(wallet) ?? new(wallet, null, null, null);
}
