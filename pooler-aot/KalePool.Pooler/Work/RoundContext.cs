using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Progress;
using KalePool.Pooler.Settings;
using KalePool.Pooler.Submission;

namespace KalePool.Pooler.Work;

/// <summary>What every round works with.</summary>
/// <param name="Resumed">Completes when no act of an earlier run is open: nothing is submitted before.</param>
/// <param name="Known">How far an earlier run had come.</param>
sealed record RoundContext(
    PoolerSettings Settings, BlockWatcher Watcher, ChainReader Reader, IPoolApi Pool, HashSchedule Schedule, IWorkSubmitter Submitter, WorkLog Log, Reporter Reporter,
    TimeProvider Time, Task Resumed, KnownProgress Known);
