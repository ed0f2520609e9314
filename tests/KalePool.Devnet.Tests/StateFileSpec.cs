using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Rpc;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Storage;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

public sealed class StateFileSpec : IDisposable
{
    static readonly DevnetSettings Settings = new() { BlockSeconds = 60, MinTemporaryTtl = 16, RetentionLedgers = 30, Rivals = new RivalSettings { Count = 1 } };

    readonly string _folder = Directory.CreateTempSubdirectory("kalepool-state-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string File => Path.Combine(_folder, "devnet.state");

    [Fact]
    public async Task Is_after_a_restart_the_chain_that_it_was()
    {
        ChainView before;
        await using (var store = ChainStore.Open(File, Settings))
        {
            before = Live(new TestChain(Settings, store)).Chain.View;
        }

        await using var again = ChainStore.Open(File, Settings);

        Assert.True(before.History.OldestSequence > Settings.FirstLedger, "retention has not been reached");
        AssertSame(before, again.Restored!);
    }

    [Fact]
    public async Task Goes_on_at_the_time_of_the_clock_without_making_up_ledgers_and_forgets_what_waited()
    {
        KeyPair key;
        Transaction waiting;
        uint sequence;
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
        await using (var store = ChainStore.Open(File, Settings))
        {
            var chain = new TestChain(Settings, store, clock);
            key = chain.NewAccount();
            waiting = chain.Classic(key, [Operations.ChangeTrust(chain.Kale)]);
            Assert.Equal(QueueStatus.Pending, chain.Send(waiting, key).Status);
            sequence = chain.State.Sequence;
        }
        clock.Advance(TimeSpan.FromHours(3));

        await using var again = ChainStore.Open(File, Settings);
        var restarted = new TestChain(Settings, again, clock);
        var closed = restarted.Close();

        Assert.Equal(sequence + 1, closed.Sequence);
        Assert.Equal((ulong)clock.GetUtcNow().ToUnixTimeSeconds(), closed.CloseTime);
        Assert.Empty(closed.Transactions);
        Assert.Equal(QueueStatus.Pending, restarted.Send(waiting, key).Status);
        Assert.Single(restarted.Close().Transactions);
    }

    [Fact]
    public async Task Closes_after_the_last_ledger_when_the_clock_was_set_back()
    {
        ulong before;
        await using (var store = ChainStore.Open(File, Settings)) before = new TestChain(Settings, store).Close(500).CloseTime;

        await using var again = ChainStore.Open(File, Settings);

        Assert.Equal(before + 1, new TestChain(Settings, again).Close(5).CloseTime);
    }

    [Fact]
    public async Task Evicts_after_a_restart_what_ran_out_meanwhile()
    {
        await using (var store = ChainStore.Open(File, Settings))
        {
            var chain = new TestChain(Settings, store);
            var farmer = chain.NewFarmer();
            chain.Apply(chain.Plant(farmer, 0), farmer);
        }
        var evicted = 0;
        await using var again = ChainStore.Open(File, Settings);
        var restarted = new TestChain(Settings, again);
        for (var i = 0; i < 17; i++) evicted += restarted.Close().Evicted.Count;

        Assert.Equal(2, evicted);
    }

    [Fact]
    public async Task Loses_of_a_file_that_ends_anywhere_only_what_was_not_written_to_its_end()
    {
        var ends = new List<(long Length, ChainView View)>();
        await using (var store = ChainStore.Open(File, Settings))
        {
            var chain = new TestChain(Settings, store);
            ends.Add((new FileInfo(File).Length, chain.Chain.View));
            var farmer = chain.NewAccount();
            ends.Add((new FileInfo(File).Length, chain.Chain.View));
            chain.Apply(chain.Plant(farmer, 0), farmer);
            ends.Add((new FileInfo(File).Length, chain.Chain.View));
            chain.Close();
            ends.Add((new FileInfo(File).Length, chain.Chain.View));
        }
        var whole = await System.IO.File.ReadAllBytesAsync(File);
        Assert.Equal(whole.Length, ends[^1].Length);

        var cuts = ends.SelectMany(end => Enumerable.Range(-60, 121).Select(near => end.Length + near))
            .Concat(Enumerable.Range(0, whole.Length / 97).Select(i => i * 97L)).Where(cut => cut > 0 && cut <= whole.Length).Distinct().Order();
        foreach (var cut in cuts)
        {
            await System.IO.File.WriteAllBytesAsync(File, whole[..(int)cut]);
            if (cut < ends[0].Length)
            {
                Assert.StartsWith("--state: ", Assert.Throws<StateFileException>(() => ChainStore.Open(File, Settings)).Message, StringComparison.Ordinal);
                continue;
            }
            var left = ends.Last(end => end.Length <= cut);
            await using (var cutStore = ChainStore.Open(File, Settings))
            {
                AssertSame(left.View, cutStore.Restored!);
                new TestChain(Settings, cutStore).Close(100);
            }
            await using var longer = ChainStore.Open(File, Settings);
            Assert.Equal(left.View.State.Sequence + 1, longer.Restored!.State.Sequence);
        }
    }

    [Fact]
    public async Task Refuses_a_damaged_file_and_says_where()
    {
        await using (var store = ChainStore.Open(File, Settings)) Live(new TestChain(Settings, store));
        var whole = await System.IO.File.ReadAllBytesAsync(File);
        var random = new Random(4);

        for (var i = 0; i < 300; i++)
        {
            var at = random.Next(whole.Length);
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= (byte)(1 << random.Next(8));
            await System.IO.File.WriteAllBytesAsync(File, damaged);

            var refused = Assert.Throws<StateFileException>(() => ChainStore.Open(File, Settings));

            Assert.Contains(File, refused.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, await System.IO.File.ReadAllBytesAsync(File));
        }
    }

    [Fact]
    public async Task Takes_zeros_at_the_end_for_what_was_never_written()
    {
        await using (var store = ChainStore.Open(File, Settings)) new TestChain(Settings, store).Close();
        var whole = await System.IO.File.ReadAllBytesAsync(File);
        await System.IO.File.WriteAllBytesAsync(File, [.. whole, .. new byte[5_000]]);

        await using var again = ChainStore.Open(File, Settings);

        Assert.Equal(Settings.FirstLedger + 1, again.Restored!.State.Sequence);
        Assert.Equal(whole.Length, new FileInfo(File).Length);
    }

    public static TheoryData<string> FixedSettings() => new(SettingsTable.All.Where(setting => setting.IsFixed).Select(setting => setting.Option));

    [Theory]
    [MemberData(nameof(FixedSettings))]
    public async Task Refuses_a_file_that_was_made_with_other_settings(string option)
    {
        var setting = SettingsTable.All.Single(setting => setting.Option == option);
        await using (var store = ChainStore.Open(File, Settings)) new TestChain(Settings, store).Close();
        var other = new[] { "28", "27", "5" }.Select(text => setting.Take(Settings, text)).First(taken => taken is not null && setting.Show(taken) != setting.Show(Settings))!;

        var refused = Assert.Throws<StateFileException>(() => ChainStore.Open(File, other));

        Assert.Equal($"{option}: {File} was made with '{setting.Show(Settings)}', not with '{setting.Show(other)}'", refused.Message);
    }

    [Fact]
    public async Task Takes_what_is_not_the_chains_identity_from_the_settings()
    {
        await using (var store = ChainStore.Open(File, Settings)) new TestChain(Settings, store).Close();
        var other = Settings with { MinTemporaryTtl = 500, Limits = LedgerLimits.Unlimited, RetentionLedgers = 10, LedgerMs = 5_000, Seed = 9 };

        await using var again = ChainStore.Open(File, other);

        Assert.NotNull(again.Restored);
    }

    [Fact]
    public async Task Lets_one_process_use_a_file_at_a_time()
    {
        await using var store = ChainStore.Open(File, Settings);
        new TestChain(Settings, store).Close();

        Assert.StartsWith("--state: ", Assert.Throws<StateFileException>(() => ChainStore.Open(File, Settings)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a state file, but longer than its magic")]
    [InlineData("short")]
    public async Task Refuses_other_files(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content);

        Assert.Contains("is not a state file", Assert.Throws<StateFileException>(() => ChainStore.Open(File, Settings)).Message, StringComparison.Ordinal);
        Assert.Equal(content, await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public async Task Begins_in_an_empty_file()
    {
        await System.IO.File.WriteAllBytesAsync(File, []);
        await using (var store = ChainStore.Open(File, Settings)) new TestChain(Settings, store).Close();

        await using var again = ChainStore.Open(File, Settings);

        Assert.Equal(Settings.FirstLedger + 1, again.Restored!.State.Sequence);
    }

    [Fact]
    public async Task Is_written_anew_when_it_has_grown_and_stays_the_same_chain()
    {
        var settings = Settings with { RetentionLedgers = 10 };
        ChainView before;
        var shrunk = 0;
        await using (var store = ChainStore.Open(File, settings, minRewriteBytes: 1_000))
        {
            var chain = new TestChain(settings, store);
            for (var i = 0; i < 300; i++)
            {
                var length = new FileInfo(File).Length;
                chain.Close();
                if (new FileInfo(File).Length < length) shrunk++;
                if (i % 7 != 0) await store.Rewriting;
            }
            before = chain.Chain.View;
        }

        await using var again = ChainStore.Open(File, settings);

        AssertSame(before, again.Restored!);
        Assert.True(shrunk > 3, $"written anew {shrunk} times");
        Assert.True(new FileInfo(File).Length < 300 * 500, $"{new FileInfo(File).Length} bytes for ten ledgers");
    }

    [Fact]
    public async Task Misses_nothing_of_what_happens_while_it_is_written_anew()
    {
        ChainView before;
        await using (var store = ChainStore.Open(File, Settings, minRewriteBytes: 1))
        {
            var chain = new TestChain(Settings, store);
            while (store.Rewriting.IsCompletedSuccessfully && !System.IO.File.Exists(File + ".new")) chain.Close();
            var farmer = chain.NewFarmer();
            await store.Rewriting;
            chain.Apply(chain.Plant(farmer, 0), farmer);
            Assert.False(System.IO.File.Exists(File + ".new"));
            before = chain.Chain.View;
        }

        await using var again = ChainStore.Open(File, Settings);

        AssertSame(before, again.Restored!);
    }

    /// <summary>A bit of everything: accounts, trustlines, farming, a fee bump, failures, evictions.</summary>
    static TestChain Live(TestChain chain)
    {
        var farmers = Enumerable.Range(0, 2).Select(_ => chain.NewFarmer(kale: 1_000)).ToList();
        chain.PassBlock();
        foreach (var farmer in farmers) chain.Apply(chain.Plant(farmer, 10), farmer);
        foreach (var farmer in farmers) chain.Apply(chain.Work(farmer), farmer);
        var index = chain.FarmNow.Index;
        chain.Apply(chain.Plant(farmers[0], 10), farmers[0]);
        var inner = chain.Classic(farmers[1], [Operations.Payment(Addresses.Source(farmers[0].PublicKey), chain.Kale, 1)]).Sign(chain.Chain.Network, farmers[1]);
        chain.Apply(FeeBumps.Of(inner, Addresses.Source(farmers[0].PublicKey), 5_000).Sign(chain.Chain.Network, farmers[0]));
        chain.PassBlock();
        chain.Apply(chain.Plant(farmers[1], 0), farmers[1]);
        chain.Apply(chain.Harvest(farmers[1], index), farmers[1]);
        for (var i = 0; i < 25; i++) chain.Close();
        chain.Apply(chain.Classic(farmers[0], [Operations.Payment(Addresses.Source(farmers[1].PublicKey), chain.Kale, long.MaxValue)]), farmers[0]);
        return chain;
    }

    static void AssertSame(ChainView expected, ChainView found)
    {
        Assert.Equal(expected.State.Header, found.State.Header);
        Assert.Equal(expected.State.Hash, found.State.Hash);
        Assert.Equal(expected.State.Entries.OrderBy(pair => pair.Key, LedgerKeyComparer.Instance), found.State.Entries.OrderBy(pair => pair.Key, LedgerKeyComparer.Instance));
        Assert.Equal(expected.History.OldestSequence, found.History.OldestSequence);
        Assert.Equal(expected.History.LatestSequence, found.History.LatestSequence);
        foreach (var (ledger, other) in expected.History.Ledgers.Values.Zip(found.History.Ledgers.Values))
        {
            Assert.Equal(ledger with { Transactions = [] }, other with { Transactions = [] });
            Assert.Equal(ledger.Transactions, other.Transactions);
            Assert.Equal(LedgerEvent.Of(ledger), LedgerEvent.Of(other));
        }
        Assert.Equal(expected.History.Transactions.OrderBy(pair => pair.Key), found.History.Transactions.OrderBy(pair => pair.Key));
    }
}
