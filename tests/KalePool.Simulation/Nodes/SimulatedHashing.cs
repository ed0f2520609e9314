using KalePool.Hashing;
using KalePool.Pooler.Work;
using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Nodes;

/// <summary>Hashes by the virtual clock: real hashes by the plain kernel, as many in a second as a slow machine makes.</summary>
sealed class SimulatedHashing : IHashing
{
    public const ulong Piece = 64;
    const int PiecesATurn = 4;
    static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    readonly Life _life;
    readonly HashSchedule _schedule;

    public SimulatedHashing(Life life, HashSchedule schedule)
    {
        (_life, _schedule) = (life, schedule);
        _life.At(Turn, Hash);
    }

    public string Kernel => KernelCatalog.Scalar.Name;

    public long Hashes { get; private set; }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    void Hash()
    {
        for (var i = 0; i < PiecesATurn && _schedule.Take() is { } piece; i++)
        {
            var best = KernelCatalog.Scalar.Best(piece.Template, piece.Range, piece.ZerosToBeat);
            Hashes += (long)piece.Range.Count;
            _schedule.Report(piece, piece.Range.Count, best);
        }
        _life.At(Turn, Hash);
    }
}
