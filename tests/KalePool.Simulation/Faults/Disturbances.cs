using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Faults;

/// <summary>What kept the backend from acting, since when, until when, and for whom: what may excuse a rescue that did not come. What befalls a pooler is never in it.</summary>
sealed class Disturbances(World world)
{
    /// <summary>A question that is never answered is given up after that long; who asks one thing at a time sees nothing until then.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>What was refused is asked again after that long.</summary>
    public static readonly TimeSpan Refusal = TimeSpan.FromSeconds(1);

    /// <summary>An entity that has stopped is woken with the next ledger, or by the due list's own clock.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromSeconds(5);

    /// <summary>From a node's start until it has read the chain.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(2);

    /// <summary>Less than that, all of a ledger's together, delays nothing beyond the ledger: its transaction has 5 s to be made and sent.</summary>
    static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    readonly List<Disturbance> _all = [];

    /// <summary>Nothing can be done in that time.</summary>
    /// <param name="whom">A wallet, or a journal's id; null: everybody.</param>
    public void Prevent(string? whom, TimeSpan lasts) => Prevent(whom, world.Now + lasts);

    /// <inheritdoc cref="Prevent(string?, TimeSpan)"/>
    public void Prevent(string? whom, DateTimeOffset until) => _all.Add(new(world.Now, until, whom, IsDelay: false));

    /// <summary>Something takes longer, and is done then.</summary>
    public void Delay(TimeSpan lasts) => _all.Add(new(world.Now, world.Now + lasts, null, IsDelay: true));

    /// <summary>Whether anything at all has begun since then.</summary>
    public bool HaveBegunSince(DateTimeOffset then) => _all.Exists(d => d.From >= then);

    /// <summary>Whether it could not be counted on in that time that something is seen, sent and taken up.</summary>
    public bool Spoil(DateTimeOffset from, DateTimeOffset to, Func<string, bool> isConcerned)
    {
        var met = _all.Where(d => d.From < to && d.Until > from && (d.Whom is null || isConcerned(d.Whom))).ToList();
        return met.Exists(d => !d.IsDelay) || met.Sum(d => Math.Min(d.Until.Ticks, to.Ticks) - Math.Max(d.From.Ticks, from.Ticks)) > Slack.Ticks;
    }

    readonly record struct Disturbance(DateTimeOffset From, DateTimeOffset Until, string? Whom, bool IsDelay);
}
