using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Faults;

/// <summary>Where a node may crash.</summary>
enum CrashPoint
{
    BeforeWrite,
    AfterWrite,
    BeforeSend,
    AfterSend,
    AnyRequest,
    AnyDatabaseUse,
}

/// <summary>What becomes of a request on the wire.</summary>
enum WireFault
{
    None,
    LostBefore,
    LostAfter,
    RefusedBefore,
    RefusedAfter,
    Garbage,
    Late,

    /// <summary>Of a transaction: answered as if it had been taken.</summary>
    Dropped,

    /// <summary>Of a transaction: not taken, and said so.</summary>
    TryAgain,

    /// <summary>Of a transaction: arrives again later.</summary>
    Repeated,
}

/// <summary>What becomes of a write of the journal.</summary>
enum WriteFault
{
    None,
    Rejected,
    FailedBefore,
    FailedAfter,
}

/// <summary>What goes wrong, where and when: decided by the seed as it comes to it, until the calm begins.</summary>
sealed class FaultPlan(World world, FaultRates rates)
{
    /// <summary>The longest fuse, in passages of its point: short ones for writes and sendings, of which a block has few.</summary>
    const int LongestFuse = 25;
    const int LongestFuseOfRequests = 400;

    static readonly CrashPoint[] Points = Enum.GetValues<CrashPoint>();

    int _crashes = rates.Crashes;
    int _poolerCrashes = rates.PoolerCrashes;

    public FaultRates Rates => rates;

    /// <summary>What of it kept the backend from acting.</summary>
    public Disturbances Disturbances { get; } = new(world);

    /// <summary>From now on nothing goes wrong any more.</summary>
    public bool IsCalm { get; private set; }

    public void Calm() => IsCalm = true;

    /// <summary>For the life of a node that starts now: where it ends; null where it does not.</summary>
    public Fuse? FuseOf(bool isPooler)
    {
        ref var left = ref isPooler ? ref _poolerCrashes : ref _crashes;
        if (IsCalm || left == 0) return null;
        left--;
        CrashPoint point;
        do point = Points[world.Random.Next(Points.Length)];
        while (isPooler && point is CrashPoint.BeforeWrite or CrashPoint.AfterWrite or CrashPoint.AnyDatabaseUse);
        return new Fuse(point, 1 + world.Random.Next(point is CrashPoint.AnyRequest or CrashPoint.AnyDatabaseUse ? LongestFuseOfRequests : LongestFuse));
    }

    public WireFault OfRequest(bool isSending)
    {
        if (IsCalm) return WireFault.None;
        if (isSending && Happens(rates.Dropped)) return world.Chance(0.5) ? WireFault.Dropped : WireFault.TryAgain;
        if (isSending && Happens(rates.Repeated)) return WireFault.Repeated;
        if (Happens(rates.Lost)) return world.Chance(0.5) ? WireFault.LostBefore : WireFault.LostAfter;
        if (Happens(rates.Refused)) return (WireFault)((int)WireFault.RefusedBefore + world.Random.Next(3));
        return Happens(rates.Late) ? WireFault.Late : WireFault.None;
    }

    /// <summary>Of the pool's own API.</summary>
    public WireFault OfCall() => !Happens(rates.LostCalls) ? WireFault.None : world.Chance(0.5) ? WireFault.LostBefore : WireFault.LostAfter;

    public WriteFault OfWrite() => Happens(rates.FailedWrites) ? (WriteFault)(1 + world.Random.Next(3)) : WriteFault.None;

    public TimeSpan DelayOfWrite() => Happens(rates.SlowWrites) ? world.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(2)) : TimeSpan.Zero;

    public TimeSpan? DelayOfMessage() => Happens(rates.SlowMessages) ? world.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1)) : null;

    public bool StopsSomebody() => Happens(rates.Stops);

    bool Happens(double probability) => !IsCalm && world.Chance(probability);
}

/// <summary>Ends a life when its point has been passed so often.</summary>
sealed class Fuse(CrashPoint point, int passages)
{
    int _left = passages;

    public CrashPoint Point => point;

    public bool BurnsDownAt(CrashPoint passed) => passed == point && --_left == 0;
}
