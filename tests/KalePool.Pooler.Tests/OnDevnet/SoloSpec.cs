using KalePool.Pooler.Display;

namespace KalePool.Pooler.Tests.OnDevnet;

/// <summary><c>kale-pooler solo</c>: own accounts on a real devnet, no backend.</summary>
[Collection(DevnetCollection.Name)]
public sealed class SoloSpec
{
    [Fact]
    public async Task Two_accounts_plant_work_and_harvest_two_blocks_and_the_chain_agrees()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        var running = rig.RunSoloAsync(2, default);
        await rig.UntilAsync(() => running.IsCompleted, running, 400);
        await running;

        var settled = rig.Display.Of<BlockSettled>();
        Assert.Equal([(2, 2), (2, 2)], settled.Select(block => (block.Planted, block.Worked)));
        Assert.All(settled, block => Assert.All(rig.Farmers, farmer => Assert.Null(rig.Farm.PailOf(farmer, block.Index))));
        var rewards = rig.Display.Of<Harvested>().Sum(harvest => harvest.Rewards);
        Assert.All(rig.Farmers, farmer => Assert.True(rig.Farm.KaleOf(farmer) > 0));
        Assert.Equal(rewards, rig.Farmers.Sum(farmer => rig.Farm.KaleOf(farmer)!.Value));
        Assert.Equal((4, 4), (Acts(rig, "plant").Length, Acts(rig, "harvest").Length));
        Assert.Empty(rig.Display.Of<TroubleBegan>());
        Assert.Empty(rig.Display.Of<WorkFailed>());
    }

    [Fact]
    public async Task Started_again_between_plant_and_work_it_loses_nothing()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        using (var stop = new CancellationTokenSource())
        {
            var first = rig.RunSoloAsync(null, stop.Token);
            await rig.UntilAsync(() => rig.Display.Of<Planted>().Any(planted => planted.Successful == 2), first);
            Assert.Empty(rig.Display.Of<Worked>());
            await stop.CancelAsync();
            await first;
        }
        var block = rig.Display.Of<Planted>()[^1].Index;
        using var end = new CancellationTokenSource();
        var second = rig.RunSoloAsync(null, end.Token);
        await rig.UntilAsync(() => rig.Farmers.All(farmer => rig.Farm.KaleOf(farmer) > 0), second, 400);
        await end.CancelAsync();
        await second;

        Assert.Contains(rig.Display.Of<BlockSettled>(), settled => settled.Index == block && (settled.Planted, settled.Worked) == (2, 2));
        Assert.Equal(2, Acts(rig, "plant").Count(line => IsOf(line, block)));
        Assert.All(rig.Farmers, farmer => Assert.Null(rig.Farm.PailOf(farmer, block)));
    }

    [Fact]
    public async Task A_plant_whose_answer_was_lost_with_the_process_is_looked_up_and_not_sent_twice()
    {
        await using var rig = await PoolerRig.StartAsync(1);
        var before = rig.Farm.SequenceOf(rig.Farmers[0]);
        using (var stop = new CancellationTokenSource())
        {
            var first = rig.RunSoloAsync(null, stop.Token);
            rig.Wire.CutsAfterSending = true;
            await rig.UntilAsync(() => rig.Wire.IsCut, first);
            await rig.CloseLedgerAsync();
            await stop.CancelAsync();
            await first;
        }
        Assert.Equal(before + 1, rig.Farm.SequenceOf(rig.Farmers[0]));
        (rig.Wire.CutsAfterSending, rig.Wire.IsCut) = (false, false);
        using var end = new CancellationTokenSource();
        var second = rig.RunSoloAsync(null, end.Token);
        await rig.UntilAsync(() => rig.Display.Of<BlockSettled>().Any(settled => settled.Worked == 1), second, 400);
        await end.CancelAsync();
        await second;

        var block = rig.Display.Of<BlockSettled>().First(settled => settled.Worked == 1).Index;
        Assert.Single(Acts(rig, "plant"), line => IsOf(line, block));
    }

    [Fact]
    public async Task What_an_earlier_run_left_ripe_is_harvested_at_the_start()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        var first = rig.RunSoloAsync(1, default, ("AUTO_HARVEST_ENABLED", "false"));
        await rig.UntilAsync(() => first.IsCompleted, first);
        await first;
        var block = Assert.Single(rig.Display.Of<BlockSettled>()).Index;
        Assert.All(rig.Farmers, farmer => Assert.True(rig.Farm.PailOf(farmer, block)!.IsWorked));

        using var end = new CancellationTokenSource();
        var second = rig.RunSoloAsync(null, end.Token);
        await rig.UntilAsync(() => rig.Farmers.All(farmer => rig.Farm.PailOf(farmer, block) is null), second);
        await end.CancelAsync();
        await second;
        Assert.All(rig.Farmers, farmer => Assert.True(rig.Farm.KaleOf(farmer) > 0));
    }

    [Fact]
    public async Task Each_plants_its_own_stake_and_whoever_lacks_it_is_named()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        var first = rig.RunSoloAsync(1, default);
        await rig.UntilAsync(() => first.IsCompleted, first);
        await first;
        var poor = rig.Farm.KaleOf(rig.Farmers[1])!.Value;

        using var end = new CancellationTokenSource();
        var second = rig.RunSoloAsync(null, end.Token, ("FARM_STAKES", $"100,{poor + 1}"));
        await rig.UntilAsync(() => rig.Display.Of<BlockSettled>().Count >= 2, second, 400);
        await end.CancelAsync();
        await second;
        Assert.Contains(rig.Display.Of<Planted>(), planted => planted is { Successful: 1, Failed: 1, Pending: 0 } && planted.Failures.Single().EndsWith("insufficient_balance", StringComparison.Ordinal));
        Assert.Contains(Acts(rig, "plant"), line => line.Contains("\"stake\":100,", StringComparison.Ordinal));
        // The last one is the block in which it was stopped.
        Assert.Contains(rig.Display.Of<BlockSettled>().Skip(1), settled => (settled.Planted, settled.Worked) == (1, 1));
    }

    static bool IsOf(string line, uint block) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("block").GetUInt32() == block;

    static string[] Acts(PoolerRig rig, string kind) => [.. rig.Journal.Where(line => line.Contains("\"farm_submitted\"", StringComparison.Ordinal) && line.Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal))];
}
