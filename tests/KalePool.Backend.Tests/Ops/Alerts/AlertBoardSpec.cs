using KalePool.Backend.Ops.Alerts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Ops.Alerts;

public sealed class AlertBoardSpec
{
    static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    readonly FakeTimeProvider _time = new(Start);

    AlertBoard Board => field ??= new AlertBoard(_time, NullLogger<AlertBoard>.Instance);

    [Fact]
    public void An_alert_stands_as_it_was_first_found_until_it_is_over()
    {
        Board.Set("code", "somebody", "wrong");
        _time.Advance(TimeSpan.FromMinutes(5));
        Board.Set("code", "somebody", "wrong, differently");
        Assert.Equal([new Alert("code", "somebody", "wrong", Start)], Board.Standing);
        Board.Set("code", "somebody", null);
        Assert.Empty(Board.Standing);
    }

    [Fact]
    public void Subjects_that_are_not_named_any_more_are_over()
    {
        Board.SetAll("code", new Dictionary<string, string> { ["a"] = "wrong", ["b"] = "wrong" });
        Board.Set("other", "a", "wrong");
        Board.SetAll("code", new Dictionary<string, string> { ["b"] = "wrong", ["c"] = "wrong" });
        Assert.Equal([("code", "b"), ("code", "c"), ("other", "a")], Board.Standing.Select(a => (a.Code, a.Subject)).Order());
    }

    [Fact]
    public void That_nothing_stands_says_nothing_before_somebody_has_looked()
    {
        Assert.False(Board.HasLookedFor("code"));
        Board.SetAll("code", new Dictionary<string, string>());
        Board.Set("other", "", null);
        Assert.True(Board.HasLookedFor("code"));
        Assert.True(Board.HasLookedFor("other"));
    }

    [Fact]
    public void What_stands_until_it_is_ended_is_never_looked_for()
    {
        Board.Begin("code", "a", "wrong");
        Assert.False(Board.HasLookedFor("code"));
        Assert.False(Board.HasEnded("code", "a"));
        Board.End("code", "a");
        Board.End("code", "of another node");
        Assert.Empty(Board.Standing);
        Assert.True(Board.HasEnded("code", "a") && Board.HasEnded("code", "of another node"));
        Board.Begin("code", "a", "wrong again");
        Assert.False(Board.HasEnded("code", "a"));
    }

    [Fact]
    public async Task Who_waits_hears_of_a_change()
    {
        var hears = Board.ChangedAsync(CancellationToken.None);
        Assert.False(hears.IsCompleted);
        Board.Set("code", "", "wrong");
        await hears;
    }

    [Fact]
    public void Every_code_is_in_the_list_of_all() =>
        Assert.Equal(typeof(AlertCode).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(), AlertCode.All.Order());
}
