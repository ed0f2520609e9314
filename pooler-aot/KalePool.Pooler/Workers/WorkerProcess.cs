using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using KalePool.Hashing;
using KalePool.Hashing.Frames;
using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Workers;

/// <summary>One running worker. Everything it says is checked.</summary>
sealed class WorkerProcess : IDisposable
{
    /// <summary>A worker says something four times a second.</summary>
    static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);

    /// <summary>It proves and times its kernels first; on a busy machine that takes its time.</summary>
    static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);

    readonly Process _process;
    readonly FramePipe _pipe;
    readonly CpuMeter _meter;
    readonly TimeProvider _time;
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
            worker.Kernel = await worker.HearAsync(LongestStart, cancellation) is ReadyFrame ready
                ? ready.Kernel
                : throw new WorkerException("a worker's first word was not that it is ready");
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>The best hash of a range with more zeros than those; null when there is none. Every nonce has then been tried.</summary>
    /// <param name="longest">After which it is taken for one that never ends.</param>
    /// <exception cref="WorkerException">It fell silent, ended, lied, or does not come to an end: it must not be used again.</exception>
    public async Task<Found?> BestAsync(SearchTemplate template, NonceRange range, int zerosToBeat, TimeSpan longest, CancellationToken cancellation)
    {
        var job = new JobFrame(unchecked(++_lastId), template, range, zerosToBeat);
        var started = _time.GetTimestamp();
        await SayAsync(job, cancellation);
        Found? best = null;
        while (true)
        {
            switch (await HearAsync(LongestSilence, cancellation))
            {
                case FoundFrame found when found.Id == job.Id:
                    best = Checked(job, found, best);
                    break;
                case ProgressFrame progress when progress.Id == job.Id:
                    if (progress.Tried > range.Count || (progress.IsEnd && progress.Tried != range.Count))
                        throw new WorkerException($"a worker has tried {progress.Tried} of {range.Count} nonces");
                    if (progress.IsEnd) return best;
                    break;
                case FoundFrame or ProgressFrame:
                    break; // of a job before, which was cancelled
                case var other:
                    throw new WorkerException($"a worker said {other.GetType().Name} while it searched");
            }
            if (_time.GetElapsedTime(started) > longest) throw new WorkerException(string.Create(CultureInfo.InvariantCulture, $"a worker has searched one range for more than {longest.TotalMinutes:0.##} min"));
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
        _pipe.Dispose();
        _process.Dispose();
    }

    static Found Checked(JobFrame job, FoundFrame found, Found? best)
    {
        var hash = job.Template.HashOf(found.Nonce);
        var isInside = found.Nonce >= job.Range.Start && found.Nonce - job.Range.Start < job.Range.Count;
        if (!isInside || hash != found.Hash || hash.Zeros <= job.ZerosToBeat || hash.Zeros < best?.Zeros)
            throw new WorkerException($"a worker reported the nonce {found.Nonce} with the hash {found.Hash}; it has {hash}");
        return new(found.Nonce, hash, hash.Zeros);
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

    async Task SayAsync(WorkerFrame frame, CancellationToken cancellation)
    {
        try
        {
            await _pipe.WriteAsync(frame, cancellation);
        }
        catch (IOException e)
        {
            throw new WorkerException($"a worker has ended: {e.Message}", e);
        }
    }

    async Task<WorkerFrame> HearAsync(TimeSpan longest, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await _pipe.ReadAsync(either.Token) ?? throw new WorkerException("a worker has ended");
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new WorkerException($"a worker was silent for {longest.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new WorkerException($"a worker said what is no frame: {e.Message}", e);
        }
    }
}
