using KalePool.Pooler.Status;

namespace KalePool.Pooler.Display;

/// <summary>Tells a board of each event before another display shows it.</summary>
sealed class BoardDisplay(StatusBoard board, IPoolerDisplay shown) : IPoolerDisplay
{
    public void Show(PoolerEvent e, DateTimeOffset at)
    {
        board.Take(e);
        shown.Show(e, at);
    }

    public void Dispose() => shown.Dispose();
}
