using KalePool.Hashing;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Work;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.Work;

public sealed class HashScheduleSpec
{
    static readonly ThreadPlacement[] Seats = [new(HashingPriority.Low, null), new(HashingPriority.Low, null)];

    static readonly byte[] Entropy = new byte[32];

    static string Wallet(string name) => Wallets.Of(name).Address;

    static HashSchedule Begun(ulong? cap, params HashTarget[] targets)
    {
        var schedule = new HashSchedule(cap, 100);
        schedule.Begin(7, Entropy, 6, targets);
        return schedule;
    }

    [Fact]
    public void Hashes_for_whoever_has_the_fewest_zeros()
    {
        var schedule = Begun(null, Wallets.Target("a", Wallets.Hash(3)), Wallets.Target("b", Wallets.Hash(2)), Wallets.Target("c", Wallets.Hash(4)));

        var piece = schedule.Take()!;
        Assert.Equal((Wallet("b"), 2, 7u), (piece.Wallet, piece.ZerosToBeat, piece.BlockIndex));
        schedule.Report(piece, 100, Wallets.Hash(5));
        Assert.Equal(Wallet("a"), schedule.Take()!.Wallet);
    }

    [Fact]
    public void Takes_turns_among_equals_and_never_gives_a_nonce_twice()
    {
        var schedule = Begun(null, Wallets.Target("a"), Wallets.Target("b"));

        var pieces = Enumerable.Range(0, 6).Select(_ => schedule.Take()!).ToArray();
        Assert.All(pieces.GroupBy(piece => piece.Wallet), group => Assert.Equal(3, group.Count()));
        foreach (var own in pieces.GroupBy(piece => piece.Wallet).Select(group => group.Select(piece => piece.Range).ToArray()))
            Assert.Equal([own[0].Start, own[0].Start + 100, own[0].Start + 200], own.Select(range => range.Start));
    }

    [Fact]
    public void Is_done_with_a_farmer_at_the_blocks_most_zeros()
    {
        var schedule = Begun(null, Wallets.Target("a", Wallets.Hash(6)), Wallets.Target("b", Wallets.Hash(5)));
        schedule.Report(schedule.Take()!, 100, Wallets.Hash(7));
        Assert.Null(schedule.Take());
    }

    [Fact]
    public void Needs_a_hash_even_where_zeros_gain_nothing()
    {
        var schedule = new HashSchedule(null, 100);
        schedule.Begin(7, Entropy, 0, [Wallets.Target("a")]);
        var piece = schedule.Take()!;
        Assert.Equal(-1, piece.ZerosToBeat);
        schedule.Report(piece, 1, Wallets.Hash(0));
        Assert.Null(schedule.Take());
        Assert.Equal(0, schedule.BestOf(7, Wallet("a"))!.Value.Zeros);
    }

    [Fact]
    public void Stops_at_the_cap_of_nonces()
    {
        var schedule = Begun(250, Wallets.Target("a"));
        Assert.Equal([100ul, 100ul, 50ul], Enumerable.Range(0, 3).Select(_ => schedule.Take()!.Range.Count));
        Assert.Null(schedule.Take());
    }

    [Fact]
    public void Keeps_only_better_hashes_and_tells_of_each_once()
    {
        var schedule = Begun(null, Wallets.Target("a"));
        var told = new List<(uint, string, int)>();
        schedule.Improved += (block, wallet, found) => told.Add((block, wallet, found.Zeros));
        var piece = schedule.Take()!;

        schedule.Report(piece, 10, Wallets.Hash(2, 11));
        schedule.Report(piece, 10, Wallets.Hash(2, 12));
        schedule.Report(piece, 10, Wallets.Hash(1, 13));
        schedule.Report(piece, 10, null);

        Assert.Equal([(7u, Wallet("a"), 2)], told);
        Assert.Equal(11ul, schedule.BestOf(7, Wallet("a"))!.Value.Nonce);
        Assert.Equal(40, schedule.TallyOf(7).Hashes);
    }

    [Fact]
    public void Drops_a_result_of_the_block_before_but_counts_its_hashes()
    {
        var schedule = Begun(null, Wallets.Target("a"));
        var late = schedule.Take()!;
        schedule.Begin(8, Entropy, 6, [Wallets.Target("a")]);

        schedule.Report(late, 100, Wallets.Hash(9));

        Assert.Null(schedule.BestOf(8, Wallet("a")));
        Assert.Null(schedule.BestOf(7, Wallet("a")));
        Assert.Equal((100, 0), (schedule.TallyOf(7).Hashes, schedule.TallyOf(8).Hashes));
    }

    [Fact]
    public void Keeps_what_was_found_for_those_who_stay()
    {
        var schedule = Begun(null, Wallets.Target("a"), Wallets.Target("b"));
        var piece = Enumerable.Range(0, 2).Select(_ => schedule.Take()!).Single(piece => piece.Wallet == Wallet("a"));
        schedule.Report(piece, 1, Wallets.Hash(4));

        schedule.SetTargets(7, [Wallets.Target("a"), Wallets.Target("c")]);
        schedule.SetTargets(6, []);

        Assert.Equal(4, schedule.BestOf(7, Wallet("a"))!.Value.Zeros);
        Assert.Equal(Wallet("c"), schedule.Take()!.Wallet);
        Assert.Null(schedule.BestOf(7, Wallet("b")));
    }

    [Fact]
    public void Counts_the_time_in_which_nothing_can_be_gained_and_until_the_first_hash()
    {
        var time = new FakeTimeProvider();
        var schedule = new HashSchedule(null, 100, time);
        Assert.Null(schedule.Take());
        Assert.False(schedule.IsIdle);
        var seen = time.GetTimestamp();
        time.Advance(TimeSpan.FromMilliseconds(3));
        schedule.Begin(7, Entropy, 2, [Wallets.Target("a")], seen);
        time.Advance(TimeSpan.FromMilliseconds(2));
        var piece = schedule.Take()!;
        Assert.Equal(5, schedule.TallyOf(7).FirstHash!.Value.TotalMilliseconds);

        schedule.Report(piece, 100, Wallets.Hash(2));
        Assert.Null(schedule.Take());
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(schedule.Take());
        Assert.Equal((true, 10), (schedule.IsIdle, schedule.TallyOf(7).Idle.TotalSeconds));
        schedule.SetTargets(7, [Wallets.Target("a"), Wallets.Target("b")]);
        Assert.NotNull(schedule.Take());
        Assert.False(schedule.IsIdle);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(10, schedule.TallyOf(7).Idle.TotalSeconds);

        schedule.SetOver(7, true);
        Assert.Null(schedule.Take());
        time.Advance(TimeSpan.FromSeconds(4));
        schedule.Begin(8, Entropy, 2, [Wallets.Target("a")]);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal((14, 0), (schedule.TallyOf(7).Idle.TotalSeconds, schedule.TallyOf(8).Idle.TotalSeconds));
    }

    [Fact]
    public void Rests_while_nothing_can_be_submitted_and_goes_on_when_something_can()
    {
        var changes = 0;
        var schedule = Begun(null, Wallets.Target("a"));
        schedule.Changed += () => changes++;
        schedule.SetOver(6, true);
        Assert.NotNull(schedule.Take());
        schedule.SetOver(7, true);
        Assert.Null(schedule.Take());
        schedule.SetOver(7, false);
        schedule.SetOver(7, false);
        Assert.Equal(1, changes);
        Assert.NotNull(schedule.Take());
    }

    [Fact]
    public void Takes_while_nothing_else_may_be_hashed_only_for_those_who_have_no_hash()
    {
        var schedule = Begun(null, Wallets.Target("a", Wallets.Hash(3)), Wallets.Target("b"));
        var piece = schedule.Take(isFirstOnly: true)!;
        Assert.Equal(Wallet("b"), piece.Wallet);
        schedule.Report(piece, 1, Wallets.Hash(0));
        Assert.Null(schedule.Take(isFirstOnly: true));
        Assert.NotNull(schedule.Take());
    }

    [Fact]
    public void Looks_only_for_more_zeros_than_the_chain_shows()
    {
        var schedule = Begun(null, Wallets.Target("a", Wallets.Hash(3)), Wallets.Target("b", Wallets.Hash(4)));
        schedule.Raise(6, Wallet("a"), 6);
        schedule.Raise(7, Wallet("a"), 5);
        Assert.Equal(Wallet("b"), schedule.Take()!.Wallet);
        schedule.Raise(7, Wallet("b"), 6);
        Assert.Equal((Wallet("a"), 5), (schedule.Take()!.Wallet, schedule.Take()!.ZerosToBeat));
        Assert.Equal(3, schedule.BestOf(7, Wallet("a"))!.Value.Zeros);
    }

    [Fact]
    public async Task Threads_that_are_paused_hash_for_nobody_but_who_has_no_hash_and_go_on_where_they_were()
    {
        var schedule = new HashSchedule(pieceLength: 1000);
        var pause = new PauseSwitch();
        var gate = new HashingGate(pause, null, null, new(), TimeProvider.System);
        using var first = new SemaphoreSlim(0);
        schedule.Improved += (_, _, _) => first.Release();
        await using var threads = new HashingThreads(schedule, KernelCatalog.Scalar, Seats, gate, _ => { });
        pause.Pause();
        schedule.Begin(7, Entropy, 64, [Wallets.Target("a")]);
        Assert.True(await first.WaitAsync(TimeSpan.FromSeconds(30)));
        var paused = schedule.TallyOf(7).Hashes;
        Assert.InRange(paused, 1000, 2000); // a piece of each thread at most

        pause.Resume();
        Assert.True(SpinWait.SpinUntil(() => schedule.TallyOf(7).Hashes > paused + 5000, TimeSpan.FromSeconds(30)));
        pause.Pause();
        Assert.True(SpinWait.SpinUntil(() => schedule.TallyOf(7).Hashes == threads.Hashes, TimeSpan.FromSeconds(30)));
        Assert.NotNull(schedule.BestOf(7, Wallet("a")));
    }

    [Fact]
    public async Task Threads_find_hashes_that_the_oracle_confirms()
    {
        var schedule = new HashSchedule(pieceLength: 1000);
        using var enough = new ManualResetEventSlim();
        Exception? fault = null;
        schedule.Improved += (_, _, found) =>
        {
            if (found.Zeros >= 2) enough.Set();
        };
        await using var threads = new HashingThreads(schedule, KernelCatalog.Scalar, Seats, new(new(), null, null, new(), TimeProvider.System), e => fault = e);

        schedule.Begin(7, Entropy, 2, [Wallets.Target("a")]);

        Assert.True(enough.Wait(TimeSpan.FromSeconds(30)));
        var best = schedule.BestOf(7, Wallet("a"))!.Value;
        var template = SearchTemplate.Create(7, Entropy, Wallets.Of("a").PublicKey.Span);
        Assert.Equal(template.HashOf(best.Nonce), best.Hash);
        Assert.Null(fault);
    }
}
