using Akka.Actor;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;

namespace KalePool.Actors.Accounts;

/// <summary>Who waits to be put into a batch, and who asked for whom. Not journaled: whoever asked asks again.</summary>
sealed class AccountQueue
{
    readonly List<BatchMember> _harvests = [];
    readonly List<BatchMember> _rescues = [];
    readonly Dictionary<(BatchKind Kind, BlockKey Block), (IActorRef Asker, HashSet<Guid> Members)> _askers = [];

    public bool WantsFunding { get; set; }

    public int Harvests => _harvests.Count;

    public bool HasRescues => _rescues.Count > 0;

    public bool IsEmpty => _harvests.Count == 0 && _rescues.Count == 0 && !WantsFunding;

    public void Asked(BatchKind kind, BlockKey block, IActorRef asker, IEnumerable<Guid> members)
    {
        var before = _askers.GetValueOrDefault((kind, block)).Members ?? [];
        before.UnionWith(members);
        _askers[(kind, block)] = (asker, before);
    }

    /// <summary>Those of whom somebody wants to hear.</summary>
    public IEnumerable<(BatchKind Kind, BlockKey Block, IActorRef Asker, IReadOnlyCollection<Guid> Members)> Askers =>
        _askers.Select(a => (a.Key.Kind, a.Key.Block, a.Value.Asker, (IReadOnlyCollection<Guid>)a.Value.Members)).ToList();

    public void IsTold(BatchKind kind, BlockKey block, IEnumerable<Guid> members)
    {
        if (!_askers.TryGetValue((kind, block), out var asker)) return;
        asker.Members.ExceptWith(members);
        if (asker.Members.Count == 0) _askers.Remove((kind, block));
    }

    /// <summary>Once each.</summary>
    public void Add(BatchKind kind, IEnumerable<BatchMember> members)
    {
        var queue = QueueOf(kind);
        foreach (var member in members)
        {
            if (!queue.Exists(m => m.FarmerId == member.FarmerId && m.Block == member.Block)) queue.Add(member);
        }
    }

    /// <summary>Forgets whoever has been put into a batch, or given back, since he was asked for.</summary>
    public void Keep(Func<BatchKind, BatchMember, bool> isFree)
    {
        _harvests.RemoveAll(m => !isFree(BatchKind.Harvest, m));
        _rescues.RemoveAll(m => !isFree(BatchKind.Rescue, m));
    }

    /// <summary>The next ones, who leave the queue. Rescues are of one block: the newest that was asked for.</summary>
    public IReadOnlyList<BatchMember> Take(BatchKind kind, int most)
    {
        var queue = QueueOf(kind);
        if (kind == BatchKind.Rescue && queue.Count > 0)
        {
            var newest = queue.Max(m => m.Block.Index);
            queue.RemoveAll(m => m.Block.Index != newest);
        }
        List<BatchMember> taken = [.. queue.Take(most)];
        queue.RemoveRange(0, taken.Count);
        return taken;
    }

    List<BatchMember> QueueOf(BatchKind kind) => kind == BatchKind.Rescue ? _rescues : _harvests;
}
