using KalePool.Pooler.Running;

namespace KalePool.Pooler.Tests.Running;

public sealed class ReloadingSpec : IDisposable
{
    readonly List<string> _runs = [];
    readonly SemaphoreSlim _begun = new(0);
    string? _file = "second";

    public void Dispose() => _begun.Dispose();

    Reloading<string> Runs(Func<string, Exception?>? fails = null) => new(() => _file, async (settings, stop) =>
    {
        _runs.Add(settings);
        if (fails?.Invoke(settings) is { } failure) throw failure;
        _begun.Release();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }, e => e is FormatException);

    [Fact]
    public async Task A_new_run_begins_with_what_was_read_again()
    {
        using var stop = new CancellationTokenSource();
        var runs = Runs();
        var running = runs.RunAsync("first", stop.Token);
        await _begun.WaitAsync();
        runs.Reload();
        await _begun.WaitAsync();
        _file = "third";
        runs.Reload();
        await _begun.WaitAsync();
        await stop.CancelAsync();
        await running;
        Assert.Equal(["first", "second", "third"], _runs);
    }

    [Fact]
    public async Task Settings_that_are_wrong_do_not_even_interrupt()
    {
        using var stop = new CancellationTokenSource();
        var runs = Runs();
        var running = runs.RunAsync("first", stop.Token);
        await _begun.WaitAsync();
        _file = null;
        runs.Reload();
        await stop.CancelAsync();
        await running;
        Assert.Equal(["first"], _runs);
    }

    [Fact]
    public async Task Settings_that_the_network_refuses_give_way_to_the_ones_before()
    {
        using var stop = new CancellationTokenSource();
        var runs = Runs(settings => settings == "second" ? new FormatException() : null);
        var running = runs.RunAsync("first", stop.Token);
        await _begun.WaitAsync();
        runs.Reload();
        await _begun.WaitAsync();
        await stop.CancelAsync();
        await running;
        Assert.Equal(["first", "second", "first"], _runs);
    }

    [Fact]
    public async Task What_is_refused_at_the_start_and_any_other_failure_ends_it()
    {
        await Assert.ThrowsAsync<FormatException>(() => Runs(_ => new FormatException()).RunAsync("first", default));
        var runs = Runs(settings => settings == "second" ? new InvalidOperationException() : null);
        var running = runs.RunAsync("first", default);
        await _begun.WaitAsync();
        runs.Reload();
        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
    }
}
