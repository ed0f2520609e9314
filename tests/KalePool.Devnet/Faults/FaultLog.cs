using System.Collections.Immutable;

namespace KalePool.Devnet.Faults;

/// <summary>One fault that struck.</summary>
/// <param name="Number">Of order, from 1.</param>
/// <param name="Node">The server's number; null: the chain's.</param>
/// <param name="Method">Of RPC, where it was a request.</param>
/// <param name="Rule">Its place in the plan, from 0.</param>
/// <param name="About">The transaction, farmer or block that it was about.</param>
public sealed record FaultEntry(long Number, DateTimeOffset At, uint Ledger, int? Node, string? Method, string Fault, int Rule, string? About);

/// <summary>What was done, so that a run can be explained. The newest ones are kept.</summary>
public sealed class FaultLog
{
    const int Kept = 10_000;

    readonly Lock _gate = new();
    readonly Queue<FaultEntry> _entries = new();
    long _last;

    /// <summary>Those after the one of this number, in order.</summary>
    public ImmutableArray<FaultEntry> After(long number = 0)
    {
        lock (_gate) return [.. _entries.Where(entry => entry.Number > number)];
    }

    internal void Add(DateTimeOffset at, uint ledger, int? node, string? method, FaultRule rule, int index, string? about)
    {
        lock (_gate)
        {
            _entries.Enqueue(new FaultEntry(++_last, at, ledger, node, method, rule.Name, index, about));
            if (_entries.Count > Kept) _entries.Dequeue();
        }
    }
}
