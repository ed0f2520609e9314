using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Blocks;

/// <summary>A block is not over before everybody has in his own journal what others owe him for it.</summary>
public sealed class BlockCompensationSpec(ITestOutputHelper output) : BlockKit(output)
{
    static readonly Failure ByBackend = new(ErrorCode.UnknownOutcome, "the plant was applied and failed", Attribution.Backend);

    static readonly CompensationStanding NothingOwed = new(B, N, null);

    static readonly BlockEvent[] OneSpoiled = [Opened, new PlantsRecorded(Pooler, N, [new(A, 500, "pa", null), new(B, 0, null, ByBackend)], At), new WorksRecorded(Pooler, N, [new(A, 6, 20, null)], At)];

    static readonly HarvestsRecorded Harvested = new(Pooler, N, [new(A, 900, "ha", null)], At);

    [Fact]
    public void Whom_others_may_owe_is_told_what_the_rest_got_until_he_answers()
    {
        var block = Start([.. OneSpoiled, Harvested]);
        Beat(block);
        Assert.Equal(900, Told<SettleCompensation>(B)[B].OthersMeanStroops);
        Beat(block);
        Assert.False(Farmers.HasMessages);
        Advance(TimeSpan.FromSeconds(5));
        Beat(block);
        Assert.Equal(new SettleCompensation(B, N, 900), Told<SettleCompensation>(B)[B]);
        Assert.False(IsWritten<BlockCompleted>());
        Answer(block, NothingOwed);
        Assert.True(IsWritten<BlockCompleted>());
        Assert.False(Farmers.HasMessages);
    }

    [Theory]
    [InlineData(51, false)]
    [InlineData(52, true)]
    public void A_pooler_who_asks_at_the_last_moment_answers_for_what_is_not_planted(int ledgersAfterOpening, bool late)
    {
        Chain.CloseLedgers(ledgersAfterOpening);
        var (block, _) = Open();
        Beat(block);
        Assert.All(Told<Plant>(A, B).Values, p => Assert.Equal(late, p.Slot.WasAskedLate));
        // Not what comes late after it was asked for in time.
        Chain.CloseLedgers(3);
        Advance(TimeSpan.FromSeconds(5));
        Beat(block);
        Assert.All(Told<Plant>(A, B).Values, p => Assert.Equal(late, p.Slot.WasAskedLate));
    }

    [Fact]
    public void Nobody_is_asked_while_the_others_outcome_is_open()
    {
        Chain.SetPail(A, 6, 20);
        var block = Start(OneSpoiled);
        Beat(block);
        Beat(block);
        Assert.False(Farmers.HasMessages);
    }

    [Fact]
    public void A_pail_without_zeros_may_be_a_rescues()
    {
        var block = Start(Opened, BothPlanted, new WorksRecorded(Pooler, N, [new(A, 0, 55, null), new(B, 5, 19, null)], At), BothHarvested);
        Beat(block);
        Assert.Equal(new SettleCompensation(A, N, 800), Told<SettleCompensation>(A)[A]);
    }

    [Fact]
    public void After_a_restart_it_asks_again_and_a_completed_block_never()
    {
        var block = Start([.. OneSpoiled, Harvested]);
        Beat(block);
        Told<SettleCompensation>(B);
        Watch(block);
        Sys.Stop(block);
        ExpectTerminated(block);
        var again = Sys.ActorOf(Entity);
        Beat(again);
        Told<SettleCompensation>(B);
        Answer(again, NothingOwed);
        Assert.Single(Journal.Written.OfType<BlockCompleted>());
        Beat(again);
        Assert.False(Farmers.HasMessages);
    }
}
