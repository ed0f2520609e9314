namespace KalePool.Pooler.Display;

/// <summary>The two whom the pooler depends on.</summary>
enum Party
{
    Backend,
    Rpc,
}

/// <summary>Takes events from every thread, and says trouble once rather than at every attempt.</summary>
/// <param name="urlOf">Where a party is reached now.</param>
sealed class Reporter(IPoolerDisplay display, TimeProvider time, Func<Party, Uri> urlOf)
{
    /// <summary>Trouble that lasts is said again after this time.</summary>
    static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly Dictionary<Party, Dictionary<string, DateTimeOffset>> _troubles = [];

    public void Say(PoolerEvent e)
    {
        lock (_lock) display.Show(e, time.GetUtcNow());
    }

    public void Warn(string message) => Say(new Warned(message));

    /// <param name="meanwhile">What the pooler does, as in "the pooler …".</param>
    public void Trouble(Party party, string message, string meanwhile)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_troubles.TryGetValue(party, out var said)) _troubles[party] = said = new(StringComparer.Ordinal);
            if (said.TryGetValue(message, out var at) && now - at < Reminder) return;
            said[message] = now;
            display.Show(new TroubleBegan(NameOf(party), urlOf(party).ToString(), message, meanwhile), now);
        }
    }

    public void Recovered(Party party)
    {
        lock (_lock)
            if (_troubles.Remove(party)) display.Show(new TroubleEnded(NameOf(party), urlOf(party).ToString()), time.GetUtcNow());
    }

    static string NameOf(Party party) => party == Party.Backend ? "backend" : "rpc";
}
