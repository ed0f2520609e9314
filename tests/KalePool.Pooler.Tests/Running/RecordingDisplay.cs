using System.Collections.Concurrent;
using KalePool.Pooler.Display;

namespace KalePool.Pooler.Tests.Running;

sealed class RecordingDisplay : IPoolerDisplay
{
    public ConcurrentQueue<PoolerEvent> Events { get; } = new();

    public IReadOnlyList<T> Of<T>() => [.. Events.OfType<T>()];

    public void Show(PoolerEvent e, DateTimeOffset at) => Events.Enqueue(e);

    public void Dispose()
    {
    }
}
