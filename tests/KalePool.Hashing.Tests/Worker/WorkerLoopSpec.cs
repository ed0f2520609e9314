using System.IO.Pipelines;
using KalePool.Hashing.Frames;
using KalePool.Worker;

namespace KalePool.Hashing.Tests.Worker;

public sealed class WorkerLoopSpec : IDisposable
{
    static readonly SearchTemplate Template = ProofOfWorkVector.All[1].Template;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Pipe _toWorker = new();
    readonly Pipe _toParent = new();
    readonly FramePipe _parent;
    readonly FramePipe _worker;
    readonly Task _running;

    public WorkerLoopSpec()
    {
        _worker = new FramePipe(_toWorker.Reader.AsStream(), _toParent.Writer.AsStream());
        _parent = new FramePipe(_toParent.Reader.AsStream(), _toWorker.Writer.AsStream());
        _running = new WorkerLoop(KernelCatalog.Scalar, _worker, new(HashingPriority.Low, null), TimeProvider.System).RunAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        _parent.Dispose();
        _worker.Dispose();
    }

    [Fact]
    public async Task Says_first_that_it_is_ready() => Assert.Equal(new ReadyFrame("scalar"), await HearAsync());

    [Fact]
    public async Task Finds_the_best_of_a_range_and_says_how_much_it_tried()
    {
        var range = new NonceRange(12_345, SearchKernel.Block + 5_000);
        var best = KernelCatalog.Scalar.Best(Template, range, 1);
        await SayAsync(new JobFrame(4, Template, range, 1));
        var (found, tried) = await EndOfAsync(4);
        Assert.Equal(range.Count, tried);
        Assert.Equal(best!.Value.Zeros, found[^1].Hash.Zeros);
        Assert.Equal(found.Select(f => f.Hash.Zeros).Order(), found.Select(f => f.Hash.Zeros));
        Assert.All(found, f => Assert.Equal(Template.HashOf(f.Nonce), f.Hash));
    }

    [Fact]
    public async Task Stops_when_told_and_says_how_far_it_came()
    {
        await SayAsync(new JobFrame(1, Template, NonceRange.From(0), 63));
        await SayAsync(new StopFrame());
        var (_, tried) = await EndOfAsync(1);
        Assert.Equal(0UL, tried % SearchKernel.Block);
    }

    [Fact]
    public async Task Tells_of_its_progress_while_it_works()
    {
        await SayAsync(new JobFrame(1, Template, NonceRange.From(0), 63));
        while (await HearAsync() is not ProgressFrame { Id: 1, Tried: > 0, IsEnd: false })
        {
            // Until it has told once while it worked.
        }
    }

    [Fact]
    public async Task Works_on_jobs_in_the_order_they_came_and_tries_all_of_each()
    {
        await SayAsync(new JobFrame(1, Template, new NonceRange(7, SearchKernel.Block), 63));
        await SayAsync(new JobFrame(2, Template, new NonceRange(0, 10), 63));
        await SayAsync(new JobFrame(3, Template, new NonceRange(5, SearchKernel.Block + 3), 63));
        var ends = new List<(uint Id, ulong Tried)>();
        while (ends.Count < 3)
            if (await HearAsync() is ProgressFrame { IsEnd: true } end) ends.Add((end.Id, end.Tried));
        Assert.Equal([(1U, SearchKernel.Block), (2U, 10UL), (3U, SearchKernel.Block + 3)], ends);
    }

    [Fact]
    public async Task A_stop_ends_the_job_in_hand_and_those_that_wait_but_none_that_comes_after_it()
    {
        await SayAsync(new JobFrame(1, Template, NonceRange.From(0), 63));
        await SayAsync(new JobFrame(2, Template, NonceRange.From(0), 63));
        await SayAsync(new StopFrame());
        await SayAsync(new JobFrame(3, Template, new NonceRange(0, 10), 63));
        await EndOfAsync(1);
        Assert.Equal(0UL, (await EndOfAsync(2)).Tried);
        Assert.Equal(10UL, (await EndOfAsync(3)).Tried);
    }

    [Fact]
    public async Task A_parent_that_asks_for_ever_more_is_none()
    {
        for (var id = 1u; id <= JobQueue.Most + 1; id++) await SayAsync(new JobFrame(id, Template, NonceRange.From(0), 63));
        await Assert.ThrowsAsync<InvalidDataException>(() => _running.WaitAsync(Patience));
    }

    [Fact]
    public async Task Ends_with_its_parent()
    {
        await SayAsync(new JobFrame(1, Template, NonceRange.From(0), 63));
        await _toWorker.Writer.CompleteAsync();
        await _running.WaitAsync(Patience);
    }

    [Fact]
    public async Task Does_not_go_on_with_a_parent_that_speaks_another_language()
    {
        await _toWorker.Writer.WriteAsync(new byte[] { 3, 0, 0, 0, 9, 9, 9 });
        await Assert.ThrowsAsync<InvalidDataException>(() => _running.WaitAsync(Patience));
    }

    async Task<(List<FoundFrame> Found, ulong Tried)> EndOfAsync(uint id)
    {
        var found = new List<FoundFrame>();
        while (true)
        {
            switch (await HearAsync())
            {
                case FoundFrame frame when frame.Id == id:
                    found.Add(frame);
                    break;
                case ProgressFrame { IsEnd: true } end when end.Id == id:
                    return (found, end.Tried);
            }
        }
    }

    async Task SayAsync(WorkerFrame frame) => await _parent.WriteAsync(frame, CancellationToken.None);

    async Task<WorkerFrame> HearAsync() => Assert.IsAssignableFrom<WorkerFrame>(await _parent.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Patience));
}
