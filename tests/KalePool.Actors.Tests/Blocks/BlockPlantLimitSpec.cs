using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Blocks;

/// <summary>One plant at a time: whoever is decided makes room for the next.</summary>
public sealed class BlockPlantLimitSpec(ITestOutputHelper output) : BlockKit(output)
{
    protected override int PlantsAtOnce => 1;

    [Fact]
    public void The_next_is_asked_as_soon_as_the_first_is_decided()
    {
        var (block, asker) = Open();
        Beat(block);
        Told<Plant>(A);
        Beat(block);
        Assert.False(Farmers.HasMessages);
        Answer(block, PlantedBy(A));
        Told<Plant>(B);
        Answer(block, PlantedBy(B));
        Assert.Equal(2, asker.ExpectMsg<BlockStanding>().Farmers.Count(f => f.Plant == Domain.StepState.Success));
    }

    [Fact]
    public void After_a_restart_it_goes_on_with_whoever_is_open()
    {
        Beat(Start(Opened, new PlantsRecorded(Pooler, N, [new(A, 500, "pa", null)], At)));
        Told<Plant>(B);
    }

    [Fact]
    public void Who_knows_of_some_is_answered_as_soon_as_there_are_more()
    {
        var (block, asker) = Open();
        Beat(block);
        Told<Plant>(A);
        var first = Ask(block, new RequestPlants(Key, 2, Wait, Known: -1));
        Assert.Equal(0, first.ExpectMsg<BlockStanding>().Farmers.Count(f => f.Plant == Domain.StepState.Success));
        var next = Ask(block, new RequestPlants(Key, 2, Wait, Known: 0));
        Standing(block);
        Assert.False(next.HasMessages);
        Answer(block, PlantedBy(A));
        Assert.Equal(1, next.ExpectMsg<BlockStanding>().Farmers.Count(f => f.Plant == Domain.StepState.Success));
        Assert.False(asker.HasMessages);
    }
}
