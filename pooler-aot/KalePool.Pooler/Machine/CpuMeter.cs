using System.ComponentModel;
using System.Diagnostics;

namespace KalePool.Pooler.Machine;

/// <summary>What this process and the workers that it has started have used so far. All members may be called by any thread.</summary>
/// <param name="own">CPU time of this process; as the system tells when left out.</param>
sealed class CpuMeter(Func<TimeSpan>? own = null)
{
    readonly Func<TimeSpan> _own = own ?? (() => Environment.CpuUsage.TotalTime);
    readonly Lock _lock = new();
    readonly Dictionary<Process, (TimeSpan Cpu, long Memory)> _workers = [];
    TimeSpan _gone;

    /// <summary>CPU time; never less than before.</summary>
    public TimeSpan Used => Read().Cpu;

    /// <summary>CPU time, and bytes of memory that are in use now.</summary>
    public (TimeSpan Cpu, long Memory) Read()
    {
        lock (_lock)
        {
            foreach (var worker in _workers.Keys.ToArray()) _workers[worker] = Read(worker, _workers[worker]);
            return (_own() + _gone + Sum(), Environment.WorkingSet + _workers.Values.Sum(worker => worker.Memory));
        }
    }

    public void Add(Process worker)
    {
        lock (_lock) _workers.Add(worker, Read(worker, default));
    }

    /// <summary>Before it is disposed: what it has used is remembered.</summary>
    public void Remove(Process worker)
    {
        lock (_lock)
        {
            if (!_workers.Remove(worker, out var known)) return;
            _gone += Read(worker, known).Cpu;
        }
    }

    TimeSpan Sum() => _workers.Values.Aggregate(TimeSpan.Zero, (sum, worker) => sum + worker.Cpu);

    static (TimeSpan Cpu, long Memory) Read(Process worker, (TimeSpan Cpu, long Memory) known)
    {
        try
        {
            worker.Refresh();
            return (worker.TotalProcessorTime, worker.WorkingSet64);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return (known.Cpu, 0); // it has ended
        }
    }
}
