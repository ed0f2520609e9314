using KalePool.Actors.Ports;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

public sealed class FarmerRescueSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly ActReport Rescued = new(ActResult.Success, 1057, 13_487, 0, 0, null, Gap: 57);

    static readonly FarmerEvent[] PlantedN = [.. Active, PlantSent(N), Planted(N)];

    [Fact]
    public async Task Is_persisted_before_it_is_sent_and_once_settled_the_work_is_its_own()
    {
        var farmer = Start(PlantedN);
        var asker = Ask(farmer, new Rescue(Farmer, N));
        var settling = await SubmitAsync(ActKind.Rescue, N);
        Assert.Equal(Envelope(ActKind.Rescue, N), Assert.Single(Journal.Written.OfType<RescueSubmitted>()).Act);
        Assert.Equal([Row], Due.Rows);
        Ask(farmer, new Rescue(Farmer, N));
        var worked = Ask(farmer, new RecordWork(Farmer, N, 0, 57, WorkSource.Pooler));
        Standing(farmer);
        Assert.False(worked.HasMessages);
        settling.Answer.SetResult(Rescued);
        Assert.Equal(StepState.Success, worked.ExpectMsg<WorkStanding>().Step);
        Assert.Equal((57u, 13_487L), Journal.Written.OfType<RescueSettled>().Single() is var s ? (s.Gap, s.FeeStroops) : default);
        Assert.Equal(WorkSource.Rescue, Journal.Written.OfType<WorkRecorded>().Single().Source);
        AssertNothingIsUnderWay(farmer);
        Assert.False(asker.HasMessages);
    }

    [Fact]
    public async Task That_is_needed_no_more_leaves_no_trace()
    {
        var farmer = Start(PlantedN);
        foreach (var preparation in new Preparation[] { new Preparation.Refused(Lost), new Preparation.Unavailable("silence"), new Preparation.AlreadyDone(Rescued) })
        {
            Ask(farmer, new Rescue(Farmer, N));
            (await Acts.PreparingAsync(ActKind.Rescue, N)).Answer.SetResult(preparation);
            AssertNothingIsUnderWay(farmer);
        }
        Assert.DoesNotContain(Journal.Written, e => e is RescueSubmitted or RescueSettled);
    }

    [Fact]
    public async Task One_that_was_open_when_the_backend_died_is_looked_up()
    {
        var farmer = Start([.. PlantedN, new RescueSubmitted(Farmer, N, Envelope(ActKind.Rescue, N), At)]);
        var settling = await Acts.SettlingAsync(ActKind.Rescue, N);
        Assert.True(settling.Resumed);
        settling.Answer.SetResult(Rescued);
        AwaitAssert(() => Assert.Equal(57u, Journal.Written.OfType<RescueSettled>().Single().Gap));
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public async Task One_that_has_failed_is_tried_again_only_when_it_is_asked_for_again()
    {
        var farmer = Start(PlantedN);
        Ask(farmer, new Rescue(Farmer, N));
        var settling = await SubmitAsync(ActKind.Rescue, N);
        settling.Answer.SetResult(new ActReport(ActResult.Failed, 1057, 13_487, 0, 0, null));
        AwaitAssert(() => Assert.Single(Journal.Written.OfType<RescueSettled>()));
        AssertNothingIsUnderWay(farmer);
        Ask(farmer, new Rescue(Farmer, N));
        await CarryOutAsync(ActKind.Rescue, N, Rescued, attempt: 2);
        AssertNothingIsUnderWay(farmer);
    }
}
