using KalePool.Contracts.Errors;
using KalePool.Contracts.Poolers;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Running;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.Running;

public sealed class HarvesterSpec : IDisposable
{
    static readonly Guid A = Guid.NewGuid();
    static readonly Guid B = Guid.NewGuid();
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    readonly FakePool _pool = new();
    readonly FakeTimeProvider _time = new();
    readonly RecordingDisplay _display = new();
    readonly CancellationTokenSource _stop = new();
    readonly Harvester _harvester;

    public HarvesterSpec() => _harvester = new(_pool, TimeSpan.FromSeconds(25), Pause, _time, new Reporter(_display, _time, _ => new Uri("http://backend.example")));

    public void Dispose() => _stop.Dispose();

    static HarvestResponse Answer(Guid[]? done = null, Guid[]? pending = null, Guid[]? early = null, Guid[]? failed = null) => new(
        true,
        [.. (done ?? []).Select(id => new HarvestResult(7, id, 5, "tx"))],
        [.. (early ?? []).Select(id => new FailedHarvest(7, id, ErrorCode.NotReady, "", "network")), .. (failed ?? []).Select(id => new FailedHarvest(7, id, ErrorCode.Expired, "", "network"))],
        [.. (pending ?? []).Select(id => new PendingHarvest(7, id))],
        0);

    /// <summary>Runs until the harvester has nothing left to do.</summary>
    async Task Drain()
    {
        var running = _harvester.RunAsync(_stop.Token);
        for (var i = 0; i < 1000 && !_harvester.IsIdle; i++)
        {
            await Task.Yield();
            _time.Advance(Pause);
        }
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(_harvester.IsIdle);
    }

    [Fact]
    public async Task Asks_again_for_what_is_pending_or_not_ready_and_for_nothing_else()
    {
        var answers = new Queue<HarvestResponse>([Answer(pending: [A], early: [B]), Answer(done: [A], pending: [B]), Answer(failed: [B])]);
        _pool.Harvest = _ => answers.Dequeue();
        _harvester.Add(7, [A, B]);

        await Drain();

        Assert.Equal([[A, B], [A, B], [B]], _pool.HarvestsAsked.Select(blocks => blocks.Single().FarmerIds.ToArray()));
        Assert.Equal(3, _display.Of<Harvested>().Count);
    }

    [Fact]
    public async Task Asks_for_several_blocks_at_once_oldest_first()
    {
        _harvester.Add(9, [A]);
        _harvester.Add(8, []);
        await Drain();
        Assert.Equal([8u, 9u], _pool.HarvestsAsked.Single().Select(block => block.BlockIndex));
    }

    [Fact]
    public async Task Goes_on_when_the_backend_was_away()
    {
        var isAway = true;
        _pool.Harvest = _ => isAway ? throw new PoolApiException(PoolApiFault.Unreachable, new("http://b"), "away") : Answer(done: [A]);
        _harvester.Add(7, [A]);
        var running = _harvester.RunAsync(_stop.Token);
        for (var i = 0; i < 1000 && _pool.HarvestsAsked.Count < 3; i++)
        {
            await Task.Yield();
            _time.Advance(Pause);
        }
        isAway = false;
        for (var i = 0; i < 1000 && !_harvester.IsIdle; i++)
        {
            await Task.Yield();
            _time.Advance(Pause);
        }
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(_display.Of<TroubleBegan>());
        Assert.Single(_display.Of<TroubleEnded>());
    }

    [Fact]
    public async Task Does_not_widen_a_known_list_to_everybody()
    {
        _harvester.Add(7, [A]);
        _harvester.Add(7, []);
        await Drain();
        Assert.Equal([A], _pool.HarvestsAsked.Single().Single().FarmerIds);
    }
}
