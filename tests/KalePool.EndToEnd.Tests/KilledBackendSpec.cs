using KalePool.Demo.Harness;
using KalePool.Demo.Run;

namespace KalePool.EndToEnd.Tests;

/// <summary>SIGKILL to the backend in each phase of a block, recognised by what backend, pooler or chain show; then it starts again on its journal.</summary>
public sealed class KilledBackendSpec
{
    const int FarmerCount = 2;

    static readonly TimeSpan Long = TimeSpan.FromMinutes(4);

    [Fact]
    public Task Finishes_the_block_after_it_was_killed_in_harvesting() => KillAndFinishAsync(Phase.Harvesting);

    /// <summary>The nodes of a cluster are killed in these phases by <see cref="KilledNodeSpec"/>.</summary>
    [Theory, Trait("Category", "Long")]
    [InlineData(Phase.Planting)]
    [InlineData(Phase.Hashing)]
    [InlineData(Phase.Working)]
    public Task Finishes_the_block_after_it_was_killed_later_in(Phase phase) => KillAndFinishAsync(phase);

    [Fact, Trait("Category", "Long")]
    public Task Finishes_the_block_on_PostgreSQL_after_it_was_killed_in_planting() => KillAndFinishAsync(Phase.Planting, postgres: true);

    /// <summary>The chain has applied what the backend has sent and has not seen yet.</summary>
    [Theory, Trait("Category", "Long")]
    [InlineData(Phase.PlantApplied)]
    [InlineData(Phase.HarvestApplied)]
    public Task Finishes_the_block_after_it_was_killed_just_when(Phase phase) => KillAndFinishAsync(phase);

    static async Task KillAndFinishAsync(Phase phase, bool postgres = false)
    {
        using var stop = new CancellationTokenSource(Long);
        var directory = Directory.CreateTempSubdirectory("kalepool-e2e-").FullName;
        var options = new DemoOptions(FarmerCount, 1, 0, 1_000, LocalPoolOptions.BlockSecondsFor(FarmerCount, 1_000), false, Postgres: postgres);
        await using var pool = new LocalPool(options.Pool(directory));
        using var said = new StringWriter();
        await using var view = new Demo.View.PlainView(TextWriter.Synchronized(said));
        var run = new DemoRun(options, pool, view, TimeProvider.System);
        await run.StartAsync(stop.Token);

        await pool.GuardAsync(new PhaseWatch(pool, run.Farmers).ReachAsync(phase, stop.Token));
        await pool.KillAsync(Names.Backend);
        await pool.StartBackendAsync(stop.Token);
        await run.FollowAsync(stop.Token);
        var result = await run.JudgeAsync(stop.Token);

        Assert.True(result.IsFull, $"{result}\n{said}\nlogs in {directory}");
        await pool.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
