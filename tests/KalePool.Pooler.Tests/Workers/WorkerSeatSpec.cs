using KalePool.Hashing;
using KalePool.Hashing.Frames;
using KalePool.Pooler.Work;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Tests.Workers;

/// <summary>The parent's side, with real processes.</summary>
public sealed class WorkerSeatSpec : IDisposable
{
    static readonly SearchTemplate Template = SearchTemplate.Create(7, new byte[32], new byte[32]);
    static readonly NonceRange Range = new(3 * SearchKernel.Block, SearchKernel.Block);
    static readonly ReadyFrame Ready = new("scalar");

    readonly WorkerScripts _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public async Task A_worker_finds_what_the_kernel_finds()
    {
        using var launcher = await _scripts.LaunchAsync(WorkerScripts.Real);
        Assert.Equal("scalar", launcher!.Kernel);
        using var seat = Seat(launcher);
        Assert.Equal(Expected(-1).Zeros, (await BestAsync(seat, -1))!.Value.Zeros);
        Assert.Null(await BestAsync(seat, Expected(-1).Zeros));
    }

    [Fact]
    public async Task Where_executing_from_memory_fails_the_cache_file_is_used()
    {
        // A script cannot be executed from memory: its interpreter does not find it.
        using var launcher = await _scripts.LaunchAsync(_scripts.Saying(Ready));
        Assert.NotNull(launcher);
        Assert.StartsWith("worker for test: ", Assert.Single(_scripts.Troubles), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_ends_at_once_is_no_worker() => Assert.Null(await _scripts.LaunchAsync("exit 1"));

    [Fact]
    public async Task An_image_without_the_kernel_that_is_wanted_is_no_worker() => Assert.Null(await _scripts.LaunchAsync(WorkerScripts.Real, "mmx"));

    [Fact]
    public async Task A_worker_that_dies_is_replaced_and_its_range_searched_again()
    {
        using var launcher = await _scripts.LaunchAsync(_scripts.First(2, $"{_scripts.Saying(Ready).Replace("exec sleep 1000", "head -c 50 > /dev/null", StringComparison.Ordinal)}", WorkerScripts.Real));
        using var seat = Seat(launcher!);
        Assert.Equal(Expected(-1).Zeros, (await BestAsync(seat, -1))!.Value.Zeros);
        Assert.Contains(_scripts.Troubles, trouble => trouble.EndsWith("it is replaced", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_falls_silent_is_replaced()
    {
        using var launcher = await _scripts.LaunchAsync(_scripts.First(2, _scripts.Saying(Ready), WorkerScripts.Real));
        using var seat = Seat(launcher!);
        Assert.Equal(Expected(-1).Zeros, (await BestAsync(seat, -1))!.Value.Zeros);
        Assert.Contains("a worker was silent for 2 s: it is replaced", _scripts.Troubles);
    }

    [Fact]
    public async Task A_worker_that_never_comes_to_an_end_is_replaced()
    {
        var endless = _scripts.Saying(Ready, new ProgressFrame(1, 5, IsEnd: false), new ProgressFrame(1, 5, IsEnd: false));
        using var launcher = await _scripts.LaunchAsync(_scripts.First(2, endless, WorkerScripts.Real));
        using var seat = Seat(launcher!, TimeSpan.Zero);
        await BestAsync(seat, -1);
        Assert.Contains("a worker has searched one range for more than 0 min: it is replaced", _scripts.Troubles);
    }

    public static TheoryData<WorkerFrame> Lies => new()
    {
        new FoundFrame(1, Range.Start + 5, Template.HashOf(Range.Start + 6)), // another nonce's hash
        new FoundFrame(1, Range.Start - 1, Template.HashOf(Range.Start - 1)), // not asked for
        new ProgressFrame(1, Range.Count + 1, IsEnd: true),
        new ProgressFrame(1, Range.Count - 1, IsEnd: true),
        new ProgressFrame(1, 0, IsEnd: true), // nobody told it to stop
        new ProgressFrame(2, 5, IsEnd: false), // no such job
        new JobFrame(1, Template, Range, 0),
    };

    [Theory, MemberData(nameof(Lies))]
    public async Task What_cannot_be_is_not_believed_and_in_the_end_this_process_hashes_itself(WorkerFrame lie)
    {
        using var launcher = await _scripts.LaunchAsync(_scripts.Saying(Ready, lie));
        using var seat = Seat(launcher!);
        Assert.Equal(Expected(-1), await BestAsync(seat, -1));
        Assert.EndsWith("this process hashes in its place, with the kernel scalar", _scripts.Troubles[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_hash_for_a_schedule()
    {
        var launcher = await _scripts.LaunchAsync(WorkerScripts.Real);
        var schedule = new HashSchedule();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        schedule.Improved += (_, _, found) =>
        {
            if (found.Zeros >= 2) enough.TrySetResult();
        };
        await using var workers = new HashingWorkers(schedule, launcher!, [Seat(launcher!), Seat(launcher!)], new(new(), null, null, new(), TimeProvider.System), e => _scripts.Tell(e.Message), TimeProvider.System);
        schedule.Begin(7, new byte[32], 2, [Wallets.Target("a")]);
        await enough.Task.WaitAsync(TimeSpan.FromMinutes(1));

        var best = schedule.BestOf(7, Wallets.Of("a").Address)!.Value;
        Assert.Equal(SearchTemplate.Create(7, new byte[32], Wallets.Of("a").PublicKey.Span).HashOf(best.Nonce), best.Hash);
        Assert.True(workers.Hashes > 0);
        Assert.Single(_scripts.Troubles); // the script that cannot be executed from memory
    }

    [Fact]
    public async Task Workers_run_one_search_after_another()
    {
        using var launcher = await _scripts.LaunchAsync(WorkerScripts.Real);
        using var search = new WorkerSearch([Seat(launcher!), Seat(launcher!)], SearchKernel.Block);
        var range = new NonceRange(Range.Start, (3 * Range.Count) + 17);
        var summary = await search.RunAsync(new(Template, range, 1, Digest.HexDigits + 1), CancellationToken.None);
        Assert.Equal((range.Count, SearchEnd.Exhausted), (summary.Tried, summary.End));
        Assert.Equal(KernelCatalog.Scalar.Best(Template, range, 1)!.Value.Zeros, summary.Best!.Value.Zeros);
        Assert.Equal(SearchEnd.Reached, (await search.RunAsync(new(Template, range, 0, 1), CancellationToken.None)).End);
    }

    static Found Expected(int zerosToBeat) => KernelCatalog.Scalar.Best(Template, Range, zerosToBeat)!.Value;

    static async Task<Found?> BestAsync(WorkerSeat seat, int zerosToBeat)
    {
        var searched = await seat.SearchAsync(Template, Range, zerosToBeat, CancellationToken.None);
        Assert.Equal(Range.Count, searched.Tried);
        return searched.Best;
    }

    WorkerSeat Seat(WorkerLauncher launcher, TimeSpan? longest = null) => new(launcher, new(HashingPriority.Normal, null), KernelCatalog.Scalar, longest ?? WorkerSeat.LongestSearch, _scripts.Tell);
}
