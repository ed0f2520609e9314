using KalePool.Hashing;
using KalePool.Hashing.Frames;
using KalePool.Pooler.Work;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Tests.Workers;

/// <summary>A worker that has its next piece before it is done with one.</summary>
public sealed class TwoInFlightSpec : IDisposable
{
    static readonly SearchTemplate Template = SearchTemplate.Create(7, new byte[32], new byte[32]);
    static readonly NonceRange First = new(3 * SearchKernel.Block, SearchKernel.Block);
    static readonly NonceRange Second = new(4 * SearchKernel.Block, SearchKernel.Block);
    static readonly ReadyFrame Ready = new("scalar");
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly WorkerScripts _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public async Task Both_are_searched_each_to_its_end()
    {
        using var launcher = await _scripts.LaunchAsync(WorkerScripts.Real);
        using var seat = Seat(launcher!);
        await BothAreSearchedAsync(seat);
        Assert.Single(_scripts.Troubles); // the script that cannot be executed from memory
    }

    /// <summary>Each breaks while it has two jobs: it dies of the second one, says nothing, lies about the first or the second, or ends one out of turn.</summary>
    public static TheoryData<string> Broken => ["dies", "hangs", "lies of the first", "lies of the second", "answers out of turn"];

    [Theory, MemberData(nameof(Broken))]
    public async Task A_worker_that_breaks_with_two_is_replaced_once_and_both_are_searched_again(string how)
    {
        var second = new ProgressFrame(1, First.Count, IsEnd: true);
        var broken = how switch
        {
            // A job has 103 bytes on the wire: it ends when it has read both.
            "dies" => _scripts.Saying(Ready).Replace("exec sleep 1000", "head -c 206 > /dev/null", StringComparison.Ordinal),
            "hangs" => _scripts.Saying(Ready),
            "lies of the first" => _scripts.Saying(206, Ready, new FoundFrame(1, First.Start + 5, Template.HashOf(First.Start + 6))),
            "lies of the second" => _scripts.Saying(206, Ready, second, new FoundFrame(2, Second.Start + 5, Template.HashOf(Second.Start + 6))),
            _ => _scripts.Saying(206, Ready, new ProgressFrame(2, Second.Count, IsEnd: true)),
        };
        // The first start of the launcher is its own look, from the file: the broken one is the first that the seat starts.
        using var launcher = await _scripts.LaunchAsync(_scripts.First(2, broken, WorkerScripts.Real));
        using var seat = Seat(launcher!);
        await BothAreSearchedAsync(seat, isFirstLost: how != "lies of the second");
        Assert.Single(_scripts.Troubles, trouble => trouble.EndsWith(": it is replaced", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_no_worker_does_one_thread_of_this_process_searches_one_after_the_other()
    {
        using var launcher = await _scripts.LaunchAsync(_scripts.Saying(206, Ready, new JobFrame(1, Template, First, 0)));
        using var seat = Seat(launcher!);
        await BothAreSearchedAsync(seat);
        Assert.Equal(4, _scripts.Troubles.Count(trouble => trouble.EndsWith(": it is replaced", StringComparison.Ordinal)));
        Assert.Single(_scripts.Troubles, trouble => trouble.EndsWith("this process hashes in its place, with the kernel scalar", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_ends_both_and_each_says_how_far_it_came()
    {
        using var launcher = await _scripts.LaunchAsync(WorkerScripts.Real);
        using var seat = Seat(launcher!);
        await BothAreSearchedAsync(seat); // it has started
        var endless = NonceRange.From(0);
        Task<Searched>[] both = [seat.SearchAsync(Template, endless, 63, default), seat.SearchAsync(Template, endless, 63, default)];
        seat.Stop();
        var searched = await Task.WhenAll(both).WaitAsync(Patience);
        Assert.All(searched, each => Assert.Equal(0UL, each.Tried % SearchKernel.Block));
        Assert.Contains(searched, each => each.Tried == 0);
        await BothAreSearchedAsync(seat);
    }

    [Fact]
    public async Task What_is_left_of_a_block_before_is_stopped_for_the_new_one()
    {
        // It writes down what it is asked, says that it works, and comes to no end: the jobs in its hand are the block before's.
        var heard = _scripts.NewFile();
        var launcher = await _scripts.LaunchAsync(_scripts.WritingDown(heard, Ready, new ProgressFrame(1, 0, IsEnd: false)));
        var schedule = new HashSchedule(start: () => 0);
        await using var workers = new HashingWorkers(schedule, launcher!, [Seat(launcher!)], new(new(), null, null, new(), TimeProvider.System), e => _scripts.Tell(e.Message), TimeProvider.System);
        schedule.Begin(7, new byte[32], 64, [Wallets.Target("a")]);
        await HeardAsync(heard, frames => frames is [.., JobFrame { Range.Start: 0 or SearchKernel.Block }, JobFrame { Range.Start: 0 or SearchKernel.Block }]);
        schedule.Begin(8, new byte[32], 64, [Wallets.Target("a")]);
        await HeardAsync(heard, frames => frames.TakeWhile(frame => frame is not StopFrame).ToArray() is [.., JobFrame, JobFrame] asked && asked.Length < frames.Count);
    }

    [Fact]
    public async Task Blocks_that_change_in_the_midst_lose_and_repeat_no_nonce_of_the_present_one()
    {
        var launcher = await _scripts.LaunchAsync(WorkerScripts.Real);
        var schedule = new HashSchedule(nonceCap: 3 * SearchKernel.Block, start: () => 0);
        await using var workers = new HashingWorkers(schedule, launcher!, [Seat(launcher!)], new(new(), null, null, new(), TimeProvider.System), e => _scripts.Tell(e.Message), TimeProvider.System);
        for (var block = 1u; block <= 5; block++) schedule.Begin(block, new byte[32], 64, [Wallets.Target("a")]);
        var all = 3 * (long)SearchKernel.Block;
        for (var i = 0; i < 6_000 && schedule.TallyOf(5).Hashes < all; i++) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        Assert.Equal(all, schedule.TallyOf(5).Hashes);
        var template = SearchTemplate.Create(5, new byte[32], Wallets.Of("a").PublicKey.Span);
        Assert.Equal(KernelCatalog.Scalar.Best(template, new(0, 3 * SearchKernel.Block), -1)!.Value.Zeros, schedule.BestOf(5, Wallets.Of("a").Address)!.Value.Zeros);
    }

    static async Task BothAreSearchedAsync(WorkerSeat seat, bool isFirstLost = true)
    {
        var both = await Task.WhenAll(seat.SearchAsync(Template, First, -1, default), seat.SearchAsync(Template, Second, -1, default)).WaitAsync(Patience);
        // The broken worker that ended the first job said that it had found nothing: nobody can know better.
        if (isFirstLost) Assert.Equal(Zeros(First), both[0].Best!.Value.Zeros);
        Assert.Equal((First.Count, Second.Count), (both[0].Tried, both[1].Tried));
        Assert.Equal(Zeros(Second), both[1].Best!.Value.Zeros);
    }

    static int Zeros(NonceRange range) => KernelCatalog.Scalar.Best(Template, range, -1)!.Value.Zeros;

    static async Task HeardAsync(string path, Func<IReadOnlyList<WorkerFrame>, bool> isEnough)
    {
        for (var i = 0; i < 6_000; i++)
        {
            if (File.Exists(path) && isEnough(WorkerScripts.FramesOf(await File.ReadAllBytesAsync(path)))) return;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        Assert.Fail($"heard {string.Join(", ", WorkerScripts.FramesOf(await File.ReadAllBytesAsync(path)))}");
    }

    WorkerSeat Seat(WorkerLauncher launcher) => new(launcher, new(HashingPriority.Normal, null), KernelCatalog.Scalar, WorkerSeat.LongestSearch, _scripts.Tell);
}
