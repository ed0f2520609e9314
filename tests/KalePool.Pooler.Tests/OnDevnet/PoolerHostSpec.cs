using KalePool.Contracts.Poolers;
using KalePool.Contracts.Settings;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Tests.OnDevnet;

[Collection(DevnetCollection.Name)]
public sealed class PoolerHostSpec
{
    [Fact]
    public async Task Plants_works_reports_and_harvests_a_block_and_ends()
    {
        await using var rig = await PoolerRig.StartAsync(3);
        var before = rig.Farm.SequenceOf(rig.Account);

        var running = rig.RunAsync(1, default);
        await rig.UntilAsync(() => running.IsCompleted, running);
        await running;

        var settled = Assert.Single(rig.Display.Of<BlockSettled>());
        Assert.Equal((3, 3), (settled.Planted, settled.Worked));
        Assert.True(settled.Hashes > 0);
        Assert.InRange(settled.ZerosMin!.Value, 2u, 64u);
        Assert.Equal(before + 3, rig.Farm.SequenceOf(rig.Account));
        var reported = rig.Pool.Reports.SelectMany(report => report.Results).ToArray();
        Assert.Equal(rig.Farmers.Select(Farm.IdOf).Order(), reported.Select(result => result.FarmerId).Order());
        Assert.All(reported, result => Assert.Equal("success", result.Status));
        Assert.Equal(rig.Display.Of<Worked>().Select(worked => (worked.Zeros, worked.Gap)).Order(), reported.Select(result => (result.Zeros!.Value, result.Gap!.Value)).Order());
        Assert.All(rig.Farmers, farmer => Assert.Null(rig.Farm.PailOf(farmer, settled.Index)));
        Assert.Equal([settled.Index], rig.Pool.PlantsAsked.Distinct());
        Assert.Empty(rig.Display.Of<TroubleBegan>());
    }

    [Fact]
    public async Task What_is_planted_is_worked_also_while_hashing_pauses()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        var beats = new System.Collections.Concurrent.ConcurrentQueue<int>();
        rig.Pool.Beat = beat =>
        {
            beats.Enqueue(beat.MaxFarmersCapacity);
            return new(true, rig.Time.GetUtcNow(), beat.BlockIndex, [], [], []);
        };
        rig.Pause.Pause();
        var running = rig.RunAsync(1, default);
        await rig.UntilAsync(() => running.IsCompleted, running);
        await running;

        var settled = Assert.Single(rig.Display.Of<BlockSettled>());
        Assert.Equal((2, 2), (settled.Planted, settled.Worked)); // the fake plants although it is asked for nobody
        Assert.InRange(settled.Hashes, 1, 8 * (long)HashSchedule.DefaultPiece); // a piece each, two where both threads saw nobody had one
        Assert.All(beats, capacity => Assert.Equal(0, capacity));
        Assert.Single(rig.Display.Of<HashingPaused>());
    }

    [Fact]
    public async Task Hashes_for_last_blocks_farmers_as_soon_as_the_next_one_is_open()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        using var stop = new CancellationTokenSource();
        var running = rig.RunAsync(null, stop.Token);
        await rig.UntilAsync(() => rig.Display.Of<BlockSettled>().Count == 1, running);
        // The backend plants in the next block only when something has been found for it: a pooler that waited for plants would wait for ever.
        var first = rig.Display.Of<BlockSettled>()[0].Index;
        rig.Pool.Plant = block => block == first || rig.Display.Of<Improved>().Any(found => found.Index == block)
            ? rig.Farm.Plant(block)
            : new(true, [], [], [.. rig.Farmers.Select(farmer => new KalePool.Contracts.Poolers.PendingPlant(Farm.IdOf(farmer)))], new(2, 0, 0, 2, 0));
        await rig.UntilAsync(() => rig.Display.Of<BlockSettled>().Count == 2, running);
        await stop.CancelAsync();
        await running;

        // The pooler may have begun with a block that was too old to plant in: that one is not settled.
        var second = rig.Display.Of<BlockSettled>()[1].Index;
        Assert.Equal(2, rig.Display.Of<BlockOpened>().Single(opened => opened.Index == second).Farmers);
        Assert.All(rig.Display.Of<BlockSettled>().Take(2), block => Assert.Equal((2, 2), (block.Planted, block.Worked)));
    }

    [Fact]
    public async Task After_a_stop_in_the_middle_of_a_submission_looks_it_up_and_sends_nobodys_work_twice()
    {
        await using var rig = await PoolerRig.StartAsync(3);
        var before = rig.Farm.SequenceOf(rig.Account);
        using (var stop = new CancellationTokenSource())
        {
            var first = rig.RunAsync(null, stop.Token);
            rig.Wire.CutsAfterSending = true;
            await rig.UntilAsync(() => rig.Wire.IsCut, first);
            await rig.CloseLedgerAsync();
            await stop.CancelAsync();
            await first;
        }
        Assert.Equal(before + 1, rig.Farm.SequenceOf(rig.Account));
        Assert.Empty(rig.Display.Of<Worked>());
        rig.Wire.CutsAfterSending = false;
        rig.Wire.IsCut = false;
        var block = rig.Display.Of<BlockOpened>()[^1].Index;
        rig.Pool.Beat = _ => new(true, default, block, [.. rig.Farmers.Select(farmer => rig.Farm.Planted(farmer, block))], [], []);

        using var end = new CancellationTokenSource();
        var second = rig.RunAsync(null, end.Token);
        await rig.UntilAsync(() => rig.Display.Of<BlockSettled>().Any(settled => settled.Index == block && settled.Worked == 3), second);
        var own = rig.Display.Of<Worked>().Where(worked => worked.Index == block).ToArray();
        await end.CancelAsync();
        await second;

        Assert.Equal(3, own.Select(worked => worked.Wallet).Distinct().Count());
        Assert.Equal(3, own.Select(worked => worked.TxHash).Distinct().Count());
        Assert.Empty(rig.Display.Of<WorkFailed>());
    }

    /// <summary>A pooler that is started again while the backend is away knows from its file who is planted and what was found.</summary>
    [Fact]
    public async Task Started_again_within_a_block_without_a_backend_it_goes_on_where_it_was()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        using (var stop = new CancellationTokenSource())
        {
            var first = rig.RunAsync(null, stop.Token);
            await rig.UntilAsync(() => rig.Display.Of<Planted>() is [.., { Successful: 2 }] && rig.Display.Of<Improved>().Count(found => found.Zeros >= 2) >= 2, first);
            await rig.CloseLedgerAsync();
            await stop.CancelAsync();
            await first;
        }
        var found = rig.Display.Of<Improved>().GroupBy(each => each.Wallet).ToDictionary(group => group.Key, group => group.Last());
        Assert.Empty(rig.Display.Of<Worked>());
        rig.Pool.Plant = _ => throw new PoolApiException(PoolApiFault.Unreachable, new("http://b"), "away");
        rig.Pool.Beat = _ => throw new PoolApiException(PoolApiFault.Unreachable, new("http://b"), "away");

        using var end = new CancellationTokenSource();
        var second = rig.RunAsync(null, end.Token);
        await rig.UntilAsync(() => rig.Display.Of<Worked>().Count == 2, second);
        await end.CancelAsync();
        await second;

        Assert.All(rig.Display.Of<Worked>(), worked => Assert.Equal(found[worked.Wallet].Nonce, worked.Nonce));
    }

    [Fact]
    public async Task Says_that_rpc_is_away_and_works_for_all_when_it_is_back()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        var running = rig.RunAsync(1, default);
        await rig.UntilAsync(() => rig.Display.Of<BlockOpened>().Count == 1, running);
        rig.Wire.IsCut = true;
        for (var i = 0; i < 10; i++) await rig.CloseLedgerAsync();
        rig.Wire.IsCut = false;
        await rig.UntilAsync(() => running.IsCompleted, running);
        await running;

        Assert.All(rig.Display.Of<TroubleBegan>(), trouble => Assert.Equal(("rpc", "http://rpc.example/"), (trouble.Party, trouble.Url)));
        Assert.NotEmpty(rig.Display.Of<TroubleBegan>());
        Assert.NotEmpty(rig.Display.Of<TroubleEnded>());
        Assert.Equal(2, Assert.Single(rig.Display.Of<BlockSettled>()).Worked);
    }

    [Fact]
    public async Task Says_that_the_backend_is_away_and_plants_when_it_is_back()
    {
        await using var rig = await PoolerRig.StartAsync(1);
        rig.Pool.Plant = _ => throw new PoolApiException(PoolApiFault.Unreachable, new("http://b"), "away");
        var running = rig.RunAsync(1, default);
        await rig.UntilAsync(() => rig.Pool.PlantsAsked.Count >= 3, running);
        rig.Pool.Plant = rig.Farm.Plant;
        await rig.UntilAsync(() => running.IsCompleted, running);
        await running;

        Assert.Equal("backend", Assert.Single(rig.Display.Of<TroubleBegan>()).Party);
        Assert.Single(rig.Display.Of<TroubleEnded>());
        Assert.Equal(1, Assert.Single(rig.Display.Of<BlockSettled>()).Worked);
    }

    [Theory]
    [InlineData("NETWORK_PASSPHRASE", "Another network ; 2026")]
    [InlineData("KALE_CONTRACT_ID", "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA")]
    public async Task Refuses_to_start_on_another_network_than_it_was_told(string name, string value)
    {
        await using var rig = await PoolerRig.StartAsync(0);
        var thrown = await Assert.ThrowsAsync<SettingsException>(() => rig.RunAsync(1, default, (name, value)));
        Assert.Equal(name, Assert.Single(thrown.Errors).Name);
        Assert.Empty(rig.Pool.PlantsAsked);
    }

    [Fact]
    public async Task Owns_up_to_a_farmer_whose_work_it_could_not_submit()
    {
        await using var rig = await PoolerRig.StartAsync(1);
        // An account that does not exist can pay for nothing.
        var running = rig.RunAsync(1, default, ("POOLER_SECRET_KEY", Wallets.Of("nobody").Secret));
        await rig.UntilAsync(() => running.IsCompleted, running);
        await running;

        Assert.Contains(rig.Display.Of<Warned>(), warned => warned.Message.Contains("needs XLM", StringComparison.Ordinal));
        Assert.NotEmpty(rig.Display.Of<WorkFailed>());
        var failed = Assert.Single(rig.Pool.Reports.SelectMany(report => report.Results));
        Assert.Equal((Farm.IdOf(rig.Farmers[0]), WorkStatus.Failed, true), (failed.FarmerId, failed.Status, failed.CompensationRequired));
        Assert.Equal((1, 0), (rig.Display.Of<BlockSettled>()[0].Planted, rig.Display.Of<BlockSettled>()[0].Worked));
    }
}
