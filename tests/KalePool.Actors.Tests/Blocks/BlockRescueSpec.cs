using Akka.Actor;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Blocks;

/// <summary>Blocks of 300 s, ledgers of 5 s: the boundary is 60 ledgers after the opening.</summary>
public sealed class BlockRescueSpec(ITestOutputHelper output) : BlockKit(output)
{
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(31);

    IActorRef StartUnworked()
    {
        Chain.SetPail(A);
        Chain.SetPail(B);
        return Start(Opened, BothPlanted);
    }

    void ReadAgain(IActorRef block)
    {
        var readings = Chain.Readings;
        BeatUntil(block, () => Chain.Readings > readings);
        Beat(block);
    }

    static PoolerStanding LastSeen(DateTimeOffset? at) => new(Pooler, true, true, "north", "G", "key", 0, 4, 2, At, at, [N], [N]);

    [Fact]
    public void What_is_unworked_two_ledgers_before_the_boundary_is_worked_by_the_backend_every_ledger_until_the_index_moves()
    {
        var block = StartUnworked();
        Chain.CloseLedgers(57);
        ReadAgain(block);
        Assert.False(Farmers.HasMessages);
        Chain.CloseLedgers();
        ReadAgain(block);
        Assert.All(Told<Rescue>(A, B).Values, r => Assert.Equal(N, r.Block));

        Chain.SetPail(A, 0, 59);
        Chain.CloseLedgers(10);
        ReadAgain(block);
        Assert.Equal(B, Told<Rescue>(B).Keys.Single());

        Chain.SetPail(B, 0, 69);
        Chain.CloseLedgers();
        ReadAgain(block);
        Assert.False(Farmers.HasMessages);
        Assert.Equal([(A, 0u, 59u), (B, 0u, 69u)], Journal.Written.OfType<WorksRecorded>().SelectMany(w => w.Rows).Select(r => (r.FarmerId, r.Zeros, r.Gap)));
    }

    [Fact]
    public void Where_the_pooler_is_silent_it_begins_earlier()
    {
        var block = StartUnworked();
        Chain.CloseLedgers(54);
        ReadAgain(block);
        Assert.Equal(new GetPooler(Pooler), Poolers.ExpectMsg<GetPooler>());
        block.Tell(LastSeen(Time.GetUtcNow()), Poolers);
        Chain.CloseLedgers();
        ReadAgain(block);
        Assert.False(Farmers.HasMessages);
        Standing(block);
        Advance(Silence);
        Chain.CloseLedgers();
        ReadAgain(block);
        Told<Rescue>(A, B);
    }

    [Fact]
    public void A_heartbeat_leaves_the_pooler_its_time()
    {
        var block = StartUnworked();
        Standing(block);
        Advance(Silence);
        Chain.CloseLedgers(50);
        ReadAgain(block);
        block.Tell(LastSeen(Time.GetUtcNow()), Poolers);
        Standing(block);
        Chain.CloseLedgers(7);
        ReadAgain(block);
        Assert.False(Farmers.HasMessages);
    }

    [Fact]
    public void Farmers_are_reminded_of_pails_whose_block_is_over_every_six_ledgers_and_not_before()
    {
        var block = Start(Opened, BothPlanted, BothWorked);
        Chain.CloseLedgers(59);
        Beat(block);
        Chain.CloseLedgers();
        Beat(block);
        Chain.CloseLedgers(5);
        Beat(block);
        Assert.False(Farmers.HasMessages);
        foreach (var ledgers in new[] { 1, 6 })
        {
            Chain.CloseLedgers(ledgers);
            Beat(block);
            Assert.All(Told<KeepPails>(A, B).Values, k => Assert.Equal(Chain.Latest!.LatestLedger, k.Ledger));
            Beat(block);
            Assert.False(Farmers.HasMessages);
        }
    }

    [Fact]
    public void Pails_of_a_block_that_is_over_are_not_rescued()
    {
        var block = StartUnworked();
        Chain.Open(N + 1);
        BeatUntil(block, IsWritten<WorksRecorded>);
        Assert.All(Journal.Written.OfType<WorksRecorded>().Single().Rows, r => Assert.NotNull(r.Failure));
        Beat(block);
        Told<RecordMissedWork>(A, B);
    }
}
