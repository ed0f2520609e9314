using System.Text;
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

    static WorkOrder Order(uint block, int zeros = 5) => new(block, "GFARMER", Wallets.Hash(zeros, 42), default);

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
    public void Remembers_the_best_hash_of_each_farmer_and_block()
    {
        With(log =>
        {
            log.Found(7, "GFARMER", Wallets.Hash(3, 1));
            log.Found(7, "GFARMER", Wallets.Hash(5, 2));
            log.Found(7, "GOTHER", Wallets.Hash(4, 3));
        });
        Assert.Equal(Wallets.Hash(5, 2), With(log => log.BestOf(7, "GFARMER")));
        Assert.Null(With(log => log.BestOf(8, "GFARMER")));
    }

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
        Assert.Equal((Wallets.Hash(5, 42), Act.Hash), With(log => log.SentOf(7, "GFARMER")));
        Assert.Null(With(log => log.SentOf(8, "GFARMER")));
    }

    [Fact]
    public void Drops_a_last_line_that_a_crash_cut_short_and_goes_on_behind_the_one_before()
    {
        With(log => log.Found(7, "GFARMER", Wallets.Hash(3)));
        System.IO.File.AppendAllText(File, "{\"type\":\"submitted\",\"block\":7,\"wal");

        With(log => log.Found(7, "GFARMER", Wallets.Hash(4)));

        Assert.Equal(4, With(log => log.BestOf(7, "GFARMER"))!.Value.Zeros);
        Assert.Equal(2, System.IO.File.ReadAllLines(File).Length);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"type\":\"best\",\"block\":7}")]
    [InlineData("{\"type\":\"unheard_of\",\"block\":7}")]
    [InlineData("null")]
    public void Names_the_line_that_is_damaged(string line)
    {
        With(log => log.Found(7, "GFARMER", Wallets.Hash(3)));
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
        With(log =>
        {
            log.Found(1, "GFARMER", Wallets.Hash(3));
            log.Submitted(Order(2), Act);
            log.Found(1000, "GFARMER", Wallets.Hash(4));
        });
        With(log =>
        {
            Assert.Null(log.BestOf(1, "GFARMER"));
            Assert.Equal(2u, Assert.Single(log.Open).Block);
            log.Found(1001, "GFARMER", Wallets.Hash(6));
        });
        Assert.Equal(6, With(log => log.BestOf(1001, "GFARMER"))!.Value.Zeros);
        Assert.Equal(3, System.IO.File.ReadAllLines(File, Encoding.UTF8).Length);
        Assert.False(System.IO.File.Exists(File + ".new"));
    }
}
