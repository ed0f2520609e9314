namespace KalePool.Pooler.Chain;

/// <summary>
/// The chain's time and pace, learnt from ledgers seen. A ledger is always seen after it closed, so of several sightings the one seen soonest after its
/// close tells the difference between the chain's clock and ours best.
/// </summary>
/// <param name="Sightings">Oldest first, one a ledger, at most <see cref="Kept"/>.</param>
sealed record ChainClock(IReadOnlyList<ChainClock.Sighting> Sightings, TimeSpan ExpectedLedger)
{
    public const int Kept = 20;

    /// <summary>No network closes ledgers faster.</summary>
    const double MostLedgersASecond = 5;

    /// <summary>What a server behind a slow wire may catch up with at once.</summary>
    const int MostAtOnce = 50;

    static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(60);

    /// <summary>Mainnet's.</summary>
    public static readonly TimeSpan UsualLedger = TimeSpan.FromSeconds(5);

    /// <param name="ClosedAt">By the chain's clock, whole seconds.</param>
    /// <param name="SeenAt">By ours.</param>
    public sealed record Sighting(uint Ledger, DateTimeOffset ClosedAt, DateTimeOffset SeenAt);

    public static ChainClock Start(TimeSpan? expectedLedger = null) => new([], expectedLedger ?? UsualLedger);

    public uint LatestLedger => Sightings.Count == 0 ? 0 : Sightings[^1].Ledger;

    public DateTimeOffset? LatestClose => Sightings.Count == 0 ? null : Sightings[^1].ClosedAt;

    public ChainClock See(uint ledger, DateTimeOffset closedAt, DateTimeOffset now)
    {
        if (Sightings.Count > 0 && ledger <= Sightings[^1].Ledger) return this;
        return this with { Sightings = [.. Sightings.TakeLast(Kept - 1), new Sighting(ledger, closedAt, now)] };
    }

    /// <summary>False for a ledger that cannot be yet, by what was seen before and the time since: who tells of it stands alone, or lies.</summary>
    public bool IsPossible(uint ledger, DateTimeOffset? closedAt, DateTimeOffset now)
    {
        if (Sightings.Count == 0) return true;
        var since = now > Sightings[^1].SeenAt ? now - Sightings[^1].SeenAt : TimeSpan.Zero;
        return ledger <= Sightings[^1].Ledger + MostAtOnce + MostLedgersASecond * since.TotalSeconds && !(closedAt - Sightings[^1].ClosedAt > since + MostAhead);
    }

    /// <summary>The chain's time at one of ours; ours itself while nothing was seen.</summary>
    public DateTimeOffset At(DateTimeOffset now) => Sightings.Count == 0 ? now : now + Sightings.Max(sighting => sighting.ClosedAt - sighting.SeenAt);

    /// <summary>Mean time between ledgers, between 0.2 and 60 s.</summary>
    public TimeSpan LedgerTime
    {
        get
        {
            if (Sightings.Count < 2) return ExpectedLedger;
            var mean = (Sightings[^1].ClosedAt - Sightings[0].ClosedAt) / (Sightings[^1].Ledger - Sightings[0].Ledger);
            return TimeSpan.FromSeconds(Math.Clamp(mean.TotalSeconds, 0.2, 60));
        }
    }
}
