namespace KalePool.Pooler.Display;

/// <summary>Shows events. Called by one thread at a time.</summary>
interface IPoolerDisplay : IDisposable
{
    void Show(PoolerEvent e, DateTimeOffset at);
}
