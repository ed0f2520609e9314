using KalePool.Devnet.Tests.Walk.Kinds;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>
/// Makes the acts of ledger after ledger from one seed. Kinds are drawn from a bag that is filled again when it is empty, so each has its turn; what cannot be
/// made now waits for the next ledger.
/// </summary>
sealed class Walker
{
    readonly WalkWorld _world;
    readonly Random _random;
    readonly WalkMemory _memory = new();
    readonly List<WalkKind> _waiting = [];
    readonly Queue<WalkKind> _bag = new();

    public Walker(WalkWorld world, int seed, IReadOnlyList<WalkKind>? kinds = null)
    {
        _world = world;
        _random = new Random(seed);
        Kinds = kinds ?? WalkKinds.All;
    }

    public IReadOnlyList<WalkKind> Kinds { get; }

    /// <summary>Acts for the next ledger, in the order in which they are to be sent.</summary>
    public IReadOnlyList<WalkAct> Next(WalkSnapshot now, int count)
    {
        var step = new WalkStep(_world, now, _random, _memory);
        var acts = new List<WalkAct>(count);
        foreach (var kind in _waiting.ToList())
        {
            if (acts.Count < count && Add(step, kind, acts)) _waiting.Remove(kind);
        }
        for (var tries = 0; acts.Count < count && tries < 4 * count; tries++)
        {
            var kind = Draw();
            if (!Add(step, kind, acts) && !_waiting.Contains(kind)) _waiting.Add(kind);
        }
        return acts;
    }

    static bool Add(WalkStep step, WalkKind kind, List<WalkAct> acts)
    {
        if (kind.Make(step) is not { } request)
        {
            step.GiveBack();
            return false;
        }
        step.Keep();
        acts.Add(new WalkAct(kind.Name, request));
        return true;
    }

    WalkKind Draw()
    {
        if (_bag.Count == 0)
        {
            var all = Kinds.SelectMany(kind => Enumerable.Repeat(kind, kind.Weight)).ToArray();
            _random.Shuffle(all);
            foreach (var kind in all) _bag.Enqueue(kind);
        }
        return _bag.Dequeue();
    }
}
