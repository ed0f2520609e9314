using KalePool.Actors.Ports;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

/// <summary>What the pooler has found, sent from the farmer's wallet.</summary>
public sealed class FarmerWorkSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly ActReport Landed = new(ActResult.Success, 1021, 13_487, 0, 0, null, Gap: 20);

    static readonly FarmerEvent[] PlantedN = [.. Active, PlantSent(N), Planted(N)];

    static HandedWork Work(int zeros = 2) => new(Farmer, 99, new string('0', zeros).PadRight(64, 'f'));

    static SubmitWork Submit(int zeros = 2) => new(Farmer, N, Work(zeros));

    [Fact]
    public async Task Is_persisted_before_it_is_sent_once_and_again_only_for_better_zeros()
    {
        var farmer = Start(PlantedN);
        var asker = Ask(farmer, Submit());
        var settling = await SubmitAsync(ActKind.Work, N);
        Assert.Equal((Envelope(ActKind.Work, N), Work()), Assert.Single(Journal.Written.OfType<WorkSubmitted>()) is var sent ? (sent.Act, sent.Work) : default);
        Assert.Equal([Row], Due.Rows);
        Ask(farmer, Submit());
        Standing(farmer);
        settling.Answer.SetResult(Landed);
        AwaitAssert(() => Assert.Equal((2u, 20u, 13_487L), Journal.Written.OfType<WorkSettled>().Single() is var s ? (s.Zeros, s.Gap, s.FeeStroops) : default));
        Ask(farmer, Submit());
        AssertNothingIsUnderWay(farmer);
        Ask(farmer, Submit(3));
        await CarryOutAsync(ActKind.Work, N, Landed with { Gap = 30 }, attempt: 2);
        AwaitAssert(() => Assert.Equal(3u, Journal.Written.OfType<WorkSettled>().Last().Zeros));
        AssertNothingIsUnderWay(farmer);
        Assert.False(asker.HasMessages);
    }

    [Fact]
    public async Task That_is_needed_no_more_or_cannot_be_sent_leaves_no_trace()
    {
        var farmer = Start(PlantedN);
        foreach (var preparation in new Preparation[] { new Preparation.Refused(Lost), new Preparation.Unavailable("silence"), new Preparation.AlreadyDone(Landed) })
        {
            Ask(farmer, Submit());
            (await Acts.PreparingAsync(ActKind.Work, N)).Answer.SetResult(preparation);
            AssertNothingIsUnderWay(farmer);
        }
        Assert.DoesNotContain(Journal.Written, e => e is WorkSubmitted or WorkSettled);
    }

    [Fact]
    public async Task One_that_was_open_when_the_backend_died_is_looked_up()
    {
        var farmer = Start([.. PlantedN, new WorkSubmitted(Farmer, N, Work(), Envelope(ActKind.Work, N), At)]);
        var settling = await Acts.SettlingAsync(ActKind.Work, N);
        Assert.True(settling.Resumed);
        settling.Answer.SetResult(Landed);
        AwaitAssert(() => Assert.Equal(2u, Journal.Written.OfType<WorkSettled>().Single().Zeros));
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public void What_a_batch_has_landed_is_answered_by_the_batch_that_told_of_it()
    {
        var farmer = Start(PlantedN);
        var told = new RecordBatchWork(Farmer, N, Id(7), "aa", 1021, 2, 20);
        Assert.Equal(Id(7), Ask(farmer, told).ExpectMsg<WorkStanding>().Batch);
        Assert.Equal(Id(7), Ask(farmer, told).ExpectMsg<WorkStanding>().Batch);
        Assert.Equal((Id(7), 0L), Journal.Written.OfType<WorkSettled>().Single() is var s ? (s.Batch, s.FeeStroops) : default);
    }
}
