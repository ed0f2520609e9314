using Akka.Actor;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;

namespace KalePool.Actors.Accounts;

/// <summary>Who waits to be put into a batch, and who asked for whom. Not journaled: whoever asked asks again.</summary>
sealed class AccountQueue
{
    readonly List<BatchMember> _harvests = [];
    readonly List<BatchMember> _rescues = [];
    readonly List<BatchMember> _works = [];
    readonly Dictionary<BlockKey, IActorRef> _workAskers = [];
    readonly Dictionary<(BatchKind Kind, BlockKey Block), (IActorRef Asker, HashSet<Guid> Members)> _askers = [];

    public bool WantsFunding { get; set; }

    public int Harvests => _harvests.Count;

    public bool HasRescues => _rescues.Count > 0;

    public int Works => _works.Count;

    public bool IsEmpty => _harvests.Count == 0 && _rescues.Count == 0 && _works.Count == 0 && !WantsFunding;

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

    /// <summary>The newest asker of a block hears of what is given back.</summary>
    public void WorksAsked(BlockKey block, IActorRef asker)
    {
        _workAskers[block] = asker;
        foreach (var old in _workAskers.Keys.Where(b => b.Index + AccountState.BlocksKept < block.Index).ToList()) _workAskers.Remove(old);
    }

    public void GiveBack(IEnumerable<BatchMember> works)
    {
        foreach (var block in works.GroupBy(w => w.Block))
            _workAskers.GetValueOrDefault(block.Key)?.Tell(new WorksGivenBack(block.Key, [.. block.Select(m => m.Work!)]));
    }

    /// <summary>Once each; a work takes the place of the same farmer's before.</summary>
    public void Add(BatchKind kind, IEnumerable<BatchMember> members)
    {
        var queue = QueueOf(kind);
        foreach (var member in members)
        {
            if (kind == BatchKind.Work) queue.RemoveAll(m => m.FarmerId == member.FarmerId && m.Block == member.Block && m.Work!.Zeros() <= member.Work!.Zeros());
            if (!queue.Exists(m => m.FarmerId == member.FarmerId && m.Block == member.Block)) queue.Add(member);
        }
    }

    /// <summary>Forgets whoever has been put into a batch, or given back, since he was asked for.</summary>
    public void Keep(Func<BatchKind, BatchMember, bool> isFree)
    {
        _harvests.RemoveAll(m => !isFree(BatchKind.Harvest, m));
        _rescues.RemoveAll(m => !isFree(BatchKind.Rescue, m));
        _works.RemoveAll(m => !isFree(BatchKind.Work, m));
    }

    /// <summary>The next ones, who leave the queue. Rescues and works are of one block: the newest that was asked for.</summary>
    public IReadOnlyList<BatchMember> Take(BatchKind kind, int most)
    {
        var queue = QueueOf(kind);
        if (kind is BatchKind.Rescue or BatchKind.Work && queue.Count > 0)
        {
            var newest = queue.Max(m => m.Block.Index);
            queue.RemoveAll(m => m.Block.Index != newest);
        }
        List<BatchMember> taken = [.. queue.Take(most)];
        queue.RemoveRange(0, taken.Count);
        return taken;
    }

    List<BatchMember> QueueOf(BatchKind kind) => kind switch
    {
        BatchKind.Rescue => _rescues,
        BatchKind.Work => _works,
        _ => _harvests,
    };
}
