using KalePool.Domain.Chain;
using KalePool.Kale;

namespace KalePool.Domain.Tests.Chain;

public sealed class ChainSnapshotSpec
{
    const long Opened = 1_000_000;

    static readonly KaleBlock Block = KaleBlock.Fresh(Opened);

    static ChainSnapshot At(long afterOpening, int interval = 300, int ledgerMilliseconds = 5000, uint index = 42, bool hasBlock = true) =>
        new(7000, Opened + afterOpening, index, Opened, hasBlock ? Block : null, interval, ledgerMilliseconds);

    [Fact]
    public void Before_the_boundary_only_the_open_block_can_be_planted()
    {
        var chain = At(299);
        Assert.Equal((false, 42u, Opened + 300), (chain.BoundaryPassed, chain.PlantIndex, chain.Boundary));
        Assert.Equal(new PlantSlot(42, 0, Opened + 300 - 25), chain.SlotFor(42));
        Assert.Null(chain.SlotFor(41));
        Assert.Null(chain.SlotFor(43));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(4000)]
    public void From_the_boundary_on_only_the_next_block_can_be_planted_and_not_before_it(long afterOpening)
    {
        var chain = At(afterOpening);
        Assert.Equal((true, 43u), (chain.BoundaryPassed, chain.PlantIndex));
        Assert.Equal(new PlantSlot(43, Opened + 300, Opened + afterOpening + 300 - 25), chain.SlotFor(43));
        Assert.Null(chain.SlotFor(42));
        Assert.Null(chain.SlotFor(44));
    }

    [Fact]
    public void The_boundary_counts_from_the_running_block_whatever_the_newest_one_says()
    {
        var chain = At(0) with { FarmTimestamp = Opened - 1000, CloseTime = Opened };
        Assert.True(chain.BoundaryPassed);
        Assert.Equal(43u, chain.PlantIndex);
    }

    [Fact]
    public void The_very_first_block_is_0()
    {
        var chain = At(10, index: 0, hasBlock: false);
        Assert.Equal(0u, chain.PlantIndex);
        Assert.Equal(new PlantSlot(0, 0, Opened + 300 - 25), chain.SlotFor(0));
    }

    [Fact]
    public void A_farm_that_slept_through_its_first_block_begins_with_1() => Assert.Equal(1u, At(300, index: 0, hasBlock: false).PlantIndex);

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public void An_expired_block_is_passed_over(long afterOpening)
    {
        var chain = At(afterOpening, hasBlock: false);
        Assert.Equal(43u, chain.PlantIndex);
        Assert.Null(chain.SlotFor(42));
    }

    [Theory]
    [InlineData(300, 5000, 25)] // 15 s and two ledgers
    [InlineData(300, 6000, 27)]
    [InlineData(300, 5001, 27)] // a part of a second counts whole
    [InlineData(300, 1000, 17)]
    [InlineData(60, 1000, 17)]
    [InlineData(30, 1000, 10)] // a third of a quick block
    [InlineData(9, 1000, 4)] // never less than four ledgers
    [InlineData(300, 20_000, 80)]
    public void The_last_plant_leaves_time_for_work_and_rescue(int interval, int ledgerMilliseconds, long lead)
    {
        Assert.Equal(Opened + interval - lead, At(0, interval, ledgerMilliseconds).SlotFor(42)!.NotAfter);
        Assert.Equal(Opened + 2 * interval - lead, At(interval, interval, ledgerMilliseconds).SlotFor(43)!.NotAfter);
    }

    [Theory]
    [InlineData(255, 300, false)]
    [InlineData(256, 300, true)]
    [InlineData(274, 300, true)]
    [InlineData(34, 60, false)]
    [InlineData(35, 60, true)]
    public void A_plant_that_was_asked_for_with_hardly_any_time_left_is_the_poolers_to_answer_for(long afterOpening, int interval, bool late)
    {
        var chain = At(afterOpening, interval);
        Assert.Equal(late, chain.SlotFor(42)!.AskedAt(chain).WasAskedLate);
    }
}
