using KalePool.Contracts.Poolers;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Running;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.Running;

public sealed class HeartSpec : IDisposable
{
    static readonly HeartbeatRequest Beat = new(Guid.NewGuid(), "1", 50, 7, 0, 0, 0, PoolerState.Idle);

    readonly FakePool _pool = new();
    readonly FakeTimeProvider _time = new();
    readonly RecordingDisplay _display = new();

    public void Dispose() => _display.Dispose();

    Heart Heart() => new(_pool, () => Beat, _time, new Reporter(_display, _time, _ => new Uri("http://backend.example")));

    [Fact]
    public async Task Beats_at_once_and_then_every_15_seconds_whether_answered_or_not()
    {
        var (beats, heard) = (0, 0);
        _pool.Beat = beat => ++beats == 2 ? throw new PoolApiException(PoolApiFault.Unreachable, new("http://b"), "away") : new(true, default, beat.BlockIndex, [], [], []);
        using var stop = new CancellationTokenSource();
        var running = Heart().RunAsync(_ => heard++, stop.Token);

        Assert.Equal(1, beats);
        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Equal(1, beats);
        for (var i = 0; i < 2_000 && (beats < 4 || heard < 3); i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System); // The heart goes on in another thread.
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal((4, 3), (beats, heard));
        Assert.Equal(["backend", "backend"], [_display.Of<TroubleBegan>().Single().Party, _display.Of<TroubleEnded>().Single().Party]);
    }

    [Fact]
    public async Task Hands_on_what_the_backend_has_to_say_once()
    {
        _pool.Beat = beat => new(false, default, beat.BlockIndex, [], [], ["upgrade soon"]);
        var heart = Heart();
        await heart.BeatAsync(default);
        await heart.BeatAsync(default);
        var said = Assert.Single(_display.Of<Warned>()).Message;
        Assert.Contains("inactive", said, StringComparison.Ordinal);
        Assert.Contains("upgrade soon", said, StringComparison.Ordinal);
    }
}
