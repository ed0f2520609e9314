using KalePool.Actors.Ports;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Farmers;

public sealed class FarmerRegistrationSpec(ITestOutputHelper output) : FarmerKit(output)
{
    static readonly RegisterFarmer Registration = new(Farmer, Pooler, Wallet(Farmer), "GPAYOUT", 0.5m, "token");
    static readonly ConfirmFunding Confirm = new(Farmer);
    static readonly ActReport Refused = new(ActResult.Failed, 1001, 100, 0, 0, Lost);

    [Fact]
    public async Task Answers_a_registration_only_when_it_is_on_disk()
    {
        var write = Journal.Hold<FarmerRegistered>();
        var farmer = Start();
        var asker = Ask(farmer, Registration);
        await write.Entered;
        Settled(farmer);
        Assert.False(asker.HasMessages);
        write.Release();
        Assert.Equal(FarmerStatus.AwaitingFunding, asker.ExpectMsg<FarmerStanding>().Status);
        Assert.IsType<FarmerRegistered>(Assert.Single(Journal.Written));
    }

    [Fact]
    public void Answers_a_repeated_registration_without_a_second_event()
    {
        var farmer = Start();
        Ask(farmer, Registration).ExpectMsg<FarmerStanding>();
        Assert.Equal("GPAYOUT", Ask(farmer, Registration with { PayoutWallet = "GOTHER" }).ExpectMsg<FarmerStanding>().PayoutWallet);
        Assert.Single(Journal.Written);
    }

    [Fact]
    public void Refuses_what_is_asked_of_a_farmer_who_does_not_exist()
    {
        var farmer = Start();
        Assert.Equal(ErrorCode.NotFound, Ask(farmer, Confirm).ExpectMsg<FarmerRefused>().Failure.Code);
        Assert.Equal(FarmerStatus.Unknown, Standing(farmer).Status);
        Assert.Empty(Journal.Written);
    }

    [Fact]
    public async Task Adds_the_trustline_then_takes_a_seat_then_answers()
    {
        var farmer = Start(Registered);
        var asker = Ask(farmer, Confirm);
        var settling = await SubmitAsync(ActKind.Trustline, 0);
        Assert.Equal((Envelope(ActKind.Trustline), false), (settling.Act.Envelope, settling.Resumed));
        Assert.Contains(Row, Due.Rows);
        settling.Answer.SetResult(Success());
        Assert.Equal(new TakeSeat(Pooler, Farmer, Wallet(Farmer)), Poolers.ExpectMsg<TakeSeat>());
        Assert.False(asker.HasMessages);
        farmer.Tell(new SeatTaken(Pooler, Farmer, 0, "GPOOLER"), Poolers);
        Assert.Equal(FarmerStatus.Active, asker.ExpectMsg<FarmerStanding>().Status);
        Assert.Equal([typeof(FarmerRegistered), typeof(TrustlineSubmitted), typeof(TrustlineSettled), typeof(FarmerSeated)], Journal.Written.Select(e => e.GetType()));
        Assert.Empty(Due.Rows);
    }

    [Fact]
    public async Task Activates_without_an_act_where_the_trustline_is_there_already()
    {
        var farmer = Start(Registered);
        var asker = Ask(farmer, Confirm);
        (await Acts.PreparingAsync(ActKind.Trustline)).Answer.SetResult(new Preparation.AlreadyDone(Success()));
        Poolers.ExpectMsg<TakeSeat>();
        farmer.Tell(new SeatTaken(Pooler, Farmer, 0, "GPOOLER"), Poolers);
        Assert.Equal(FarmerStatus.Active, asker.ExpectMsg<FarmerStanding>().Status);
        AssertNothingIsUnderWay(farmer);
    }

    [Fact]
    public async Task Tells_why_funding_does_not_suffice_and_may_be_asked_again()
    {
        var farmer = Start(Registered);
        var asker = Ask(farmer, Confirm);
        (await Acts.PreparingAsync(ActKind.Trustline)).Answer.SetResult(new Preparation.Refused(Lost));
        Assert.Equal(Lost, asker.ExpectMsg<FarmerRefused>().Failure);
        Assert.Equal(FarmerStatus.AwaitingFunding, Standing(farmer).Status);
        Assert.Empty(Due.Rows);
        Ask(farmer, Confirm);
        await Acts.PreparingAsync(ActKind.Trustline);
    }

    [Fact]
    public async Task Tells_of_a_trustline_that_failed_instead_of_paying_for_the_next()
    {
        var farmer = Start(Registered);
        var asker = Ask(farmer, Confirm);
        await CarryOutAsync(ActKind.Trustline, 0, Refused);
        Assert.Equal(Lost, asker.ExpectMsg<FarmerRefused>().Failure);
        AssertNothingIsUnderWay(farmer);
        Assert.Empty(Due.Rows);
    }

    [Fact]
    public async Task Builds_a_trustline_that_has_not_happened_again()
    {
        var farmer = Start(Registered);
        Ask(farmer, Confirm);
        await CarryOutAsync(ActKind.Trustline, 0, NotHappened);
        var again = await SubmitAsync(ActKind.Trustline, 0, attempt: 2);
        Assert.Equal(Envelope(ActKind.Trustline, 0, 2), again.Act.Envelope);
    }

    [Fact]
    public async Task Waits_for_a_chain_that_does_not_answer_and_looks_again()
    {
        var farmer = Start(Registered);
        Ask(farmer, Confirm);
        (await Acts.PreparingAsync(ActKind.Trustline)).Answer.SetResult(new Preparation.Unavailable("no node answers"));
        UntilCalledAgain(farmer);
        await Acts.PreparingAsync(ActKind.Trustline);
    }

    [Fact]
    public void Tells_that_the_pooler_is_full_and_asks_for_the_seat_again()
    {
        var full = new Failure(ErrorCode.PoolerFull, "all seats are taken", Attribution.Pooler);
        var farmer = Start(Registered, Active[1]);
        Poolers.ExpectMsg<TakeSeat>();
        var asker = Ask(farmer, Confirm);
        Poolers.ExpectMsg<TakeSeat>();
        farmer.Tell(new PoolerRefused(Pooler, full), Poolers);
        Assert.Equal(full, asker.ExpectMsg<FarmerRefused>().Failure);
        Standing(farmer);
        Advance(Retry);
        Poolers.ExpectMsg<TakeSeat>();
        farmer.Tell(new SeatTaken(Pooler, Farmer, 0, "GPOOLER"), Poolers);
        Assert.IsType<FarmerStanding>(Ask(farmer, Confirm).ExpectMsg<FarmerStanding>());
    }

    [Fact]
    public void Takes_a_seat_once_whatever_the_pooler_repeats()
    {
        var farmer = Start(Registered, Active[1]);
        Poolers.ExpectMsg<TakeSeat>();
        farmer.Tell(new SeatTaken(Pooler, Farmer, 0, "GPOOLER"), Poolers);
        farmer.Tell(new SeatTaken(Pooler, Farmer, 0, "GPOOLER"), Poolers);
        Standing(farmer);
        Assert.Single(Journal.Written.OfType<FarmerSeated>());
    }

    [Fact]
    public void A_registration_that_cannot_be_written_is_not_answered_and_stops_the_farmer()
    {
        Journal.Fail<FarmerRegistered>();
        var farmer = Start();
        Watch(farmer);
        var asker = Ask(farmer, Registration);
        ExpectTerminated(farmer);
        Assert.False(asker.HasMessages);
        Journal.Heal();
        Ask(Start(), Registration).ExpectMsg<FarmerStanding>();
    }
}
