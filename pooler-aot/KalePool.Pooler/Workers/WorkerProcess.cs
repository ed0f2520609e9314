using System.ComponentModel;
using System.Diagnostics;
using KalePool.Hashing;
using KalePool.Hashing.Frames;
using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Workers;

/// <summary>One running worker. It searches in the order it is asked, also while it is asked for more, and everything it says is checked.</summary>
/// <remarks>Every member may be called by any thread.</remarks>
sealed class WorkerProcess : IDisposable
{
    /// <summary>A worker that has something to do says something four times a second.</summary>
    static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);

    /// <summary>It proves and times its kernels first; on a busy machine that takes its time.</summary>
    static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);

    readonly Process _process;
    readonly FramePipe _pipe;
    readonly CpuMeter _meter;
    readonly TimeProvider _time;
    readonly CancellationTokenSource _ending = new();
    readonly SemaphoreSlim _saying = new(1);
    readonly Lock _lock = new();
    readonly Queue<WorkerJob> _jobs = [];
    Task? _listening;
    WorkerException? _fault;
    long _heard;
    uint _lastId;

    WorkerProcess(Process process, CpuMeter meter, TimeProvider time)
    {
        _process = process;
        _meter = meter;
        _pipe = new(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        _time = time;
        meter.Add(process);
    }

    /// <summary>Of the process.</summary>
    public int Id => _process.Id;

    /// <summary>The kernel that it has chosen.</summary>
    public string Kernel { get; private set; } = "";

    /// <param name="path">The executable.</param>
    /// <param name="kernel">The kernel it is to use; null: the fastest it has.</param>
    /// <param name="meter">Counts what it uses.</param>
    /// <exception cref="WorkerException">It did not start, or cannot use that kernel.</exception>
    public static async Task<WorkerProcess> StartAsync(string path, string? kernel, ThreadPlacement placement, CpuMeter meter, TimeProvider time, CancellationToken cancellation)
    {
        // It hashes and needs nothing of the environment, in which there may be secrets.
        var start = new ProcessStartInfo(path)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.ArgumentList.Add(placement.Priority.ToString());
        start.ArgumentList.Add(placement.Cpus?.ToString() ?? "-");
        if (kernel is not null) start.ArgumentList.Add(kernel);
        var worker = new WorkerProcess(Run(start), meter, time);
        try
        {
            worker.Kernel = await worker.HearFirstAsync(cancellation) is ReadyFrame ready
                ? ready.Kernel
                : throw new WorkerException("a worker's first word was not that it is ready");
            worker._listening = worker.ListenAsync();
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Searches a range, behind those that were asked for before. Every nonce has then been tried, or as many as the result says if it was stopped.</summary>
    /// <param name="zerosToBeat">Only a hash with more is wanted.</param>
    /// <param name="longest">After which the search is taken for one that never ends; those before it do not count.</param>
    /// <exception cref="WorkerException">It fell silent, ended, lied, or does not come to an end: it must not be used again, and all searches end so.</exception>
    public async Task<Searched> SearchAsync(SearchTemplate template, NonceRange range, int zerosToBeat, TimeSpan longest, CancellationToken cancellation)
    {
        WorkerJob job;
        await _saying.WaitAsync(cancellation);
        try
        {
            lock (_lock)
            {
                if (_fault is { } fault) throw fault;
                job = new(new JobFrame(unchecked(++_lastId), template, range, zerosToBeat), longest, _time);
                if (_jobs.Count == 0)
                {
                    job.Begin();
                    _heard = _time.GetTimestamp();
                }
                _jobs.Enqueue(job);
            }
            await SayAsync(job.Frame);
        }
        finally
        {
            _saying.Release();
        }

        while (true)
        {
            try
            {
                return await job.Done.WaitAsync(SilenceLeft(), _time, cancellation);
            }
            catch (TimeoutException e)
            {
                if (SilenceLeft() == TimeSpan.Zero) Fail(new($"a worker was silent for {LongestSilence.TotalSeconds:0} s", e));
            }
        }
    }

    /// <summary>Ends all searches asked for so far: the one in hand after the present block of nonces, those behind it without one.</summary>
    public async Task StopAsync()
    {
        await _saying.WaitAsync();
        try
        {
            lock (_lock)
            {
                if (_fault is not null || _jobs.Count == 0) return;
                foreach (var job in _jobs) job.Stop();
            }
            await SayAsync(new StopFrame());
        }
        finally
        {
            _saying.Release();
        }
    }

    /// <summary>Kills it.</summary>
    public void Dispose()
    {
        _meter.Remove(_process);
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
        _ending.Cancel();
        if (_listening is null) _pipe.Dispose();
        _process.Dispose();
    }

    static Process Run(ProcessStartInfo start)
    {
        try
        {
            var process = Process.Start(start) ?? throw new WorkerException("no worker process was started");
            process.ErrorDataReceived += (_, _) => { }; // what it complains of shows in its end
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new WorkerException($"a worker process did not start: {e.Message}", e);
        }
    }

    TimeSpan SilenceLeft()
    {
        lock (_lock) return LongestSilence - _time.GetElapsedTime(_heard) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Frames go out whole, whoever has lost patience meanwhile.</summary>
    async Task SayAsync(WorkerFrame frame)
    {
        try
        {
            await _pipe.WriteAsync(frame, _ending.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Fail(new($"a worker has ended: {e.Message}", e));
        }
    }

    async Task<WorkerFrame> HearFirstAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(LongestStart, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await HearAsync(either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new WorkerException($"a worker was silent for {LongestStart.TotalSeconds:0} s", e);
        }
    }

    async Task<WorkerFrame> HearAsync(CancellationToken cancellation)
    {
        try
        {
            return await _pipe.ReadAsync(cancellation) ?? throw new WorkerException("a worker has ended");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new WorkerException($"a worker said what is no frame: {e.Message}", e);
        }
    }

    /// <summary>To its end, after which nothing is heard or said any more.</summary>
    async Task ListenAsync()
    {
        try
        {
            while (true) Hear(await HearAsync(_ending.Token));
        }
        catch (Exception e) when (e is WorkerException or OperationCanceledException)
        {
            Fail(e as WorkerException ?? new("a worker was ended", e));
        }
        await _saying.WaitAsync();
        _pipe.Dispose();
        _saying.Release();
    }

    void Hear(WorkerFrame frame)
    {
        lock (_lock)
        {
            _heard = _time.GetTimestamp();
            if (!_jobs.TryPeek(out var job)) throw new WorkerException($"a worker said {frame.GetType().Name} with nothing to search");
            if (!job.Hear(frame)) return;
            _jobs.Dequeue();
            if (_jobs.TryPeek(out var next)) next.Begin();
        }
    }

    /// <summary>The first reason counts.</summary>
    void Fail(WorkerException e)
    {
        lock (_lock)
        {
            _fault ??= e;
            while (_jobs.TryDequeue(out var job)) job.Fail(_fault);
        }
    }
}
