using System.Text;
using KalePool.Pooler.Solo;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Acts;

namespace KalePool.Pooler.Tests.Submission;

public sealed class PoolerJournalSpec : IDisposable
{
    static readonly ActEnvelope Act = new(new string('a', 64), "AAAA", "GSOURCE", 7, 120, 2_000_000_000, 110);
    static readonly ActOutcome Success = new ActOutcome.Success(112, 1, "", "");

    readonly string _directory = Directory.CreateTempSubdirectory("kale-pooler").FullName;

    string File => Path.Combine(_directory, "pooler.journal");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    static WorkOrder[] Order(uint block, params string[] more) =>
        [.. more.Prepend("GFARMER").Select((wallet, i) => new WorkOrder(block, wallet, Wallets.Hash(5, 42 + (ulong)i), default))];

    T With<T>(Func<WorkLog, T> use)
    {
        using var journal = PoolerJournal.Open(File);
        return use(new WorkLog(journal));
    }

    void With(Action<WorkLog> use) => With(log =>
    {
        use(log);
        return 0;
    });

    [Fact]
    public void An_act_without_an_outcome_is_open_after_a_restart_as_it_was_sent()
    {
        With(log => log.Submitted(Order(7), Act));
        var open = Assert.Single(With(log => log.Open));
        Assert.Equal(Act, WorkLog.EnvelopeOf(open));
        Assert.Equal((7u, "GFARMER", 42ul), (open.Block, open.Wallet, open.Nonce));
        Assert.Null(With(log => log.SentOf(7, "GFARMER")));
    }

    [Fact]
    public void A_settled_act_is_closed_and_only_a_success_counts_as_sent()
    {
        With(log =>
        {
            log.Submitted(Order(7), Act);
            log.Settled(7, Act.Hash, Success);
            log.Submitted(Order(8), Act with { Hash = new string('b', 64) });
            log.Settled(8, new string('b', 64), new ActOutcome.NotHappened(null));
        });
        Assert.Empty(With(log => log.Open));
        Assert.Equal(new SentWork(Wallets.Hash(5, 42), Act.Hash, 112), With(log => log.SentOf(7, "GFARMER")));
        Assert.Null(With(log => log.SentOf(8, "GFARMER")));
    }

    [Fact]
    public void Drops_a_last_line_that_a_crash_cut_short_and_goes_on_behind_the_one_before()
    {
        With(log => log.Submitted(Order(7), Act));
        System.IO.File.AppendAllText(File, "{\"type\":\"settled\",\"block\":7,\"tx_");

        With(log => log.Settled(7, Act.Hash, Success));

        Assert.Empty(With(log => log.Open));
        Assert.Equal(2, System.IO.File.ReadAllLines(File).Length);
    }

    /// <summary>As they stand in files of this version: they stay readable.</summary>
    [Fact]
    public void Reads_acts_of_own_accounts()
    {
        var hash = new string('a', 64);
        System.IO.File.WriteAllText(File, $$"""
            {"type":"farm_submitted","block":7,"wallet":"GFARMER","kind":"plant","stake":5,"tx_hash":"{{hash}}","xdr":"AAAA","sequence":7,"max_ledger":120,"max_time":2000000000,"built_after":110}
            {"type":"farm_settled","block":7,"tx_hash":"{{hash}}","outcome":"success","reward":0}
            {"type":"farm_submitted","block":7,"wallet":"GFARMER","kind":"harvest","stake":0,"tx_hash":"{{new string('b', 64)}}","xdr":"AAAA","sequence":8,"max_ledger":120,"max_time":2000000000,"built_after":110}

            """);
        using var journal = PoolerJournal.Open(File);
        var log = new FarmActLog(journal);
        Assert.Equal(5, log.Find("GFARMER", 7, FarmActSubmitted.Plant)!.Value.Act.Stake);
        Assert.Equal(Act with { Hash = new string('b', 64), Source = "GFARMER", Sequence = 8 }, FarmActLog.EnvelopeOf(Assert.Single(log.Open)));
        Assert.Null(log.Find("GFARMER", 7, FarmActSubmitted.Harvest));
    }

    [Fact]
    public void Keeps_an_open_act_of_an_own_account_however_old_it_is()
    {
        var act = Act with { Hash = new string('b', 64), Source = "GFARMER" };
        using (var journal = PoolerJournal.Open(File)) new FarmActLog(journal).Submitted(7, "GFARMER", FarmActSubmitted.Plant, 5, act);
        With(log => log.Submitted(Order(1_000), Act));
        PoolerJournal.Open(File).Dispose();
        using var again = PoolerJournal.Open(File);
        Assert.Equal(act, FarmActLog.EnvelopeOf(Assert.Single(new FarmActLog(again).Open)));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"type\":\"farm_submitted\",\"block\":7,\"wallet\":\"G\",\"kind\":\"steal\",\"stake\":0,\"tx_hash\":\"00\",\"xdr\":\"\",\"sequence\":1,\"max_ledger\":1,\"max_time\":1,\"built_after\":1}")]
    [InlineData("{\"type\":\"best\",\"block\":7}")]
    [InlineData("{\"type\":\"unheard_of\",\"block\":7}")]
    [InlineData("null")]
    public void Names_the_line_that_is_damaged(string line)
    {
        With(log => log.Submitted(Order(7), Act));
        System.IO.File.AppendAllText(File, line + "\n");
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => PoolerJournal.Open(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_another_pooler_has_open()
    {
        using var first = PoolerJournal.Open(File);
        Assert.Contains(File, Assert.Throws<IOException>(() => PoolerJournal.Open(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forgets_old_blocks_but_never_an_open_act()
    {
        var (old, open, last) = (Act with { Hash = new string('b', 64) }, Act, Act with { Hash = new string('c', 64) });
        With(log =>
        {
            log.Submitted(Order(1), old);
            log.Settled(1, old.Hash, Success);
            log.Submitted(Order(2), open);
            log.Submitted(Order(1000), last);
        });
        With(log =>
        {
            Assert.Null(log.SentOf(1, "GFARMER"));
            Assert.Equal([2u, 1000u], log.Open.Select(act => act.Block).Order());
            log.Settled(1000, last.Hash, Success);
        });
        Assert.NotNull(With(log => log.SentOf(1000, "GFARMER")));
        Assert.Equal(3, System.IO.File.ReadAllLines(File, Encoding.UTF8).Length);
        Assert.False(System.IO.File.Exists(File + ".new"));
    }

    [Fact]
    public void A_transaction_of_many_works_is_one_line_and_those_that_failed_inside_it_do_not_count_as_sent()
    {
        With(log => log.Submitted(Order(7, "GSECOND", "GTHIRD"), Act));
        Assert.Equal(["GFARMER", "GSECOND", "GTHIRD"], Assert.Single(With(log => log.Open)).Works().Select(work => work.Wallet));

        With(log => log.Settled(7, Act.Hash, Success, ["GSECOND"]));

        Assert.Equal(2, System.IO.File.ReadAllLines(File).Length);
        Assert.Empty(With(log => log.Open));
        Assert.Equal(new SentWork(Wallets.Hash(5, 44), Act.Hash, 112), With(log => log.SentOf(7, "GTHIRD")));
        Assert.Null(With(log => log.SentOf(7, "GSECOND")));
    }

    [Fact]
    public void Remembers_the_last_bid_of_an_open_act_until_it_is_settled()
    {
        With(log =>
        {
            Assert.False(log.Bumped(Act.Hash, "BBBB", new string('c', 64), 20_000));
            log.Submitted(Order(7), Act);
            Assert.True(log.Bumped(Act.Hash, "BBBB", new string('c', 64), 20_000));
            Assert.True(log.Bumped(Act.Hash, "CCCC", new string('d', 64), 40_000));
        });
        With(log =>
        {
            Assert.Equal(("CCCC", 40_000L), (log.BidOf(Act.Hash)!.Xdr, log.BidOf(Act.Hash)!.Bid));
            Assert.Equal("AAAA", Assert.Single(log.Open).Xdr);
            log.Settled(7, Act.Hash, Success);
            Assert.Null(log.BidOf(Act.Hash));
        });
    }

    [Fact]
    public void Lines_of_the_version_before_are_read()
    {
        System.IO.File.WriteAllLines(File,
        [
            $$"""{"type":"best","wallet":"GFARMER","nonce":42,"hash":"{{Wallets.Hash(5).Hash}}","block":7}""",
            $$"""{"type":"submitted","wallet":"GFARMER","nonce":42,"work_hash":"{{Wallets.Hash(5).Hash}}","tx_hash":"{{Act.Hash}}","xdr":"AAAA","source":"GSOURCE","sequence":7,"max_ledger":120,"max_time":2000000000,"built_after":110,"block":7}""",
            $$"""{"type":"settled","tx_hash":"{{Act.Hash}}","outcome":"success","block":7}""",
            $$"""{"type":"submitted","wallet":"GOTHER","nonce":43,"work_hash":"{{Wallets.Hash(4).Hash}}","tx_hash":"{{new string('b', 64)}}","xdr":"BBBB","source":"GSOURCE","sequence":8,"max_ledger":120,"max_time":2000000000,"built_after":110,"block":7}""",
        ]);
        With(log =>
        {
            Assert.Equal(new SentWork(Wallets.Hash(5, 42), Act.Hash, null), log.SentOf(7, "GFARMER"));
            Assert.Equal(("GOTHER", 43ul), Assert.Single(log.Open).Works().Select(work => (work.Wallet, work.Nonce)).Single());
        });
    }

    [Fact]
    public void A_transaction_as_large_as_the_network_takes_fits_a_line()
    {
        var wallets = Enumerable.Range(0, 197).Select(i => Wallets.Of($"farmer {i}").Address).ToArray();
        With(log => log.Submitted(Order(7, wallets), Act with { Xdr = new string('A', 132_096 / 3 * 4) }));
        Assert.Equal(198, Assert.Single(With(log => log.Open)).Works().Count());
    }
}
