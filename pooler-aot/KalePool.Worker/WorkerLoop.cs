using System.Threading.Channels;
using KalePool.Hashing;
using KalePool.Hashing.Frames;

namespace KalePool.Worker;

/// <summary>Answers the frames of a parent with one kernel until the parent closes.</summary>
/// <remarks>The hashing has a thread of its own, which gets the priority; what is said comes from others, so that a worker whose thread gets no time on a
/// busy machine is slow, not silent.</remarks>
/// <param name="placement">Of the thread that hashes.</param>
sealed class WorkerLoop(SearchKernel kernel, FramePipe pipe, ThreadPlacement placement, TimeProvider time)
{
    static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    readonly Channel<WorkerFrame> _said = Channel.CreateUnbounded<WorkerFrame>(new() { SingleReader = true });

    /// <exception cref="IOException">The parent is gone, or speaks another language.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Say(new ReadyFrame(kernel.Name));
        using var jobs = new JobQueue(kernel, placement, Say);
        Task[] parts = [HearAsync(jobs, ending.Token), SpeakAsync(ending.Token), TellProgressAsync(jobs, ending.Token), jobs.Done];
        var first = await Task.WhenAny(parts);
        jobs.Dispose();
        await ending.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    async Task HearAsync(JobQueue jobs, CancellationToken cancellation)
    {
        while (await pipe.ReadAsync(cancellation) is { } frame)
        {
            switch (frame)
            {
                case JobFrame job:
                    jobs.Add(job);
                    break;
                case StopFrame:
                    jobs.Stop();
                    break;
                default:
                    throw new InvalidDataException($"The parent said {frame.GetType().Name}.");
            }
        }
    }

    async Task SpeakAsync(CancellationToken cancellation)
    {
        await foreach (var frame in _said.Reader.ReadAllAsync(cancellation))
            await pipe.WriteAsync(frame, cancellation);
    }

    async Task TellProgressAsync(JobQueue jobs, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(ProgressInterval, time);
        while (await timer.WaitForNextTickAsync(cancellation))
            jobs.TellProgress();
    }

    void Say(WorkerFrame frame) => _said.Writer.TryWrite(frame);
}
