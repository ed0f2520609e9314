using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KalePool.Simulation.Kernel;

/// <summary>
/// One clock and one queue for everything that happens in a seed. What is ready runs before the clock moves, and the seed says which of it is next: that is every
/// order in which messages can arrive, and every interleaving of actors.
/// </summary>
sealed class World
{
    /// <summary>Nothing that is meant takes so many steps while the clock stands still.</summary>
    const int MostAtOnce = 500_000;

    static readonly DateTimeOffset Start = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    readonly List<(Life Owner, Action Run)> _ready = [];
    readonly PriorityQueue<Event, (long At, long Number)> _events = new();
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly Action<string>? _listen;
    readonly List<Exception> _faults = [];
    long _now;
    long _number;
    int _atOnce;

    /// <param name="listen">Hears every line of the log.</param>
    public World(int seed, Action<string>? listen = null)
    {
        Random = new Random(seed);
        _listen = listen;
        Outside = new Life(this, "outside");
    }

    /// <summary>The seed's; everything that is decided is decided by it.</summary>
    public Random Random { get; }

    public DateTimeOffset Now => Start.AddTicks(_now);

    public long Ticks => _now;

    /// <summary>Steps that were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>What never ends: the chain, and people.</summary>
    public Life Outside { get; }

    /// <summary>True with that probability.</summary>
    public bool Chance(double probability) => probability > 0 && Random.NextDouble() < probability;

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + (most - least) * Random.NextDouble();

    /// <summary>One line of what happened. Two runs of a seed have the same lines.</summary>
    public void Log(string who, string what)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{new TimeSpan(_now):hh\\:mm\\:ss\\.fff} {who}: {what}");
        _hash.AppendData(Encoding.UTF8.GetBytes(line));
        _listen?.Invoke(line);
    }

    /// <summary>Of all lines so far.</summary>
    public string LogHash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Something has gone wrong that no run may survive.</summary>
    public void Fail(Exception fault) => _faults.Add(fault);

    public void Post(Life owner, Action run) => _ready.Add((owner, run));

    public Event At(Life owner, TimeSpan delay, Action run)
    {
        var due = new Event(owner, run);
        _events.Enqueue(due, (_now + Math.Max(0, delay.Ticks), _number++));
        return due;
    }

    /// <summary>Runs until the condition holds.</summary>
    /// <param name="most">Of virtual time.</param>
    /// <returns>Whether it came to hold.</returns>
    public async Task<bool> RunUntilAsync(Func<bool> condition, TimeSpan most)
    {
        var end = _now + most.Ticks;
        await PoolThread.DrainAsync();
        while (!condition())
        {
            if (_now > end || !Step()) return false;
            await PoolThread.DrainAsync();
            if (_faults.Count > 0) throw new AggregateException(_faults);
        }
        return true;
    }

    bool Step()
    {
        while (true)
        {
            var (owner, run) = (Outside, (Action?)null);
            if (_ready.Count > 0)
            {
                var index = _ready.Count == 1 ? 0 : Random.Next(_ready.Count);
                (owner, run) = _ready[index];
                _ready[index] = _ready[^1];
                _ready.RemoveAt(_ready.Count - 1);
            }
            else if (_events.TryDequeue(out var due, out var at))
            {
                if (due.IsCancelled || due.Owner.IsOver) continue;
                if (at.At > _now) _atOnce = 0;
                (owner, run, _now) = (due.Owner, due.Run, at.At);
            }
            else
            {
                return false;
            }
            if (owner.IsOver) continue;
            if (++_atOnce > MostAtOnce) throw new InvalidOperationException($"the clock stands still at {Now:O}: {MostAtOnce} steps, the last by {run.Target}");
            Steps++;
            run();
            return true;
        }
    }

    /// <summary>Something that is to happen at a time.</summary>
    public sealed class Event(Life owner, Action run)
    {
        public Life Owner => owner;

        public Action Run => run;

        public bool IsCancelled { get; private set; }

        public void Cancel() => IsCancelled = true;
    }
}
