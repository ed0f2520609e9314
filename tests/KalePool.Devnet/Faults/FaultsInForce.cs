using System.Buffers.Binary;
using System.Text;

namespace KalePool.Devnet.Faults;

/// <summary>A plan since it was put in force: which rules are in force now, and whether one strikes. For several threads.</summary>
/// <param name="ledger">The latest one then.</param>
/// <param name="second">Unix seconds then.</param>
sealed class FaultsInForce(FaultPlan plan, FaultLog log, TimeProvider time, Func<uint> latest, uint ledger, ulong second)
{
    readonly Lock _gate = new();
    readonly long[] _occasions = new long[plan.Rules.Count];
    readonly long[] _struck = new long[plan.Rules.Count];
    readonly HashSet<(int Rule, int? Node)> _told = [];

    public FaultPlan Plan => plan;

    /// <summary>The first rule that strikes now. Every one in force that is asked has had an occasion.</summary>
    /// <param name="times">How often a rule strikes at most.</param>
    public T? Strike<T>(int? node, string? method, string? about, Func<T, bool> fits, Func<T, uint?> times) where T : FaultRule
    {
        lock (_gate)
        {
            foreach (var (index, rule) in InForce<T>())
            {
                if (!fits(rule) || (times(rule) is { } most && _struck[index] >= most)) continue;
                Span<byte> occasion = stackalloc byte[sizeof(long)];
                BinaryPrimitives.WriteInt64BigEndian(occasion, _occasions[index]++);
                if (!FaultDice.Falls(plan.Seed, index, occasion, rule.Probability)) continue;
                _struck[index]++;
                Tell(node, method, index, rule, about);
                return rule;
            }
            return null;
        }
    }

    /// <summary>The first rule in force that strikes at what <paramref name="about"/> names: the same whenever it is asked. Told the first time.</summary>
    public T? Hold<T>(int? node, string about, Func<T, bool> fits) where T : FaultRule
    {
        lock (_gate)
        {
            foreach (var (index, rule) in InForce<T>())
            {
                if (!fits(rule) || !FaultDice.Falls(plan.Seed, index, Encoding.UTF8.GetBytes($"{node} {about}"), rule.Probability)) continue;
                if (_told.Add((index, node))) Tell(node, null, index, rule, null);
                return rule;
            }
            return null;
        }
    }

    /// <summary>The same for what is done once about a thing: told each time.</summary>
    public T? Act<T>(string about, Func<T, bool> fits) where T : FaultRule
    {
        lock (_gate)
        {
            foreach (var (index, rule) in InForce<T>())
            {
                if (!fits(rule) || !FaultDice.Falls(plan.Seed, index, Encoding.UTF8.GetBytes(about), rule.Probability)) continue;
                Tell(null, null, index, rule, about);
                return rule;
            }
            return null;
        }
    }

    public bool Any<T>() where T : FaultRule => InForce<T>().Any();

    /// <summary>When a rule of this plan began, as a ledger.</summary>
    public uint BeginOf(FaultRule rule) => ledger + rule.AfterLedgers;

    IEnumerable<(int Index, T Rule)> InForce<T>() where T : FaultRule
    {
        var ledgers = latest() - ledger;
        var now = (ulong)time.GetUtcNow().ToUnixTimeSeconds();
        var seconds = now > second ? now - second : 0;
        return plan.Rules.Index().Where(item => item.Item is T && item.Item.IsInForce(ledgers, seconds)).Select(item => (item.Index, (T)item.Item));
    }

    void Tell(int? node, string? method, int index, FaultRule rule, string? about) => log.Add(time.GetUtcNow(), latest(), node, method, rule, index, about);
}
