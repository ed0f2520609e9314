using KalePool.Backend.Ops.Alerts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Ops.Alerts;

public sealed class AlertBoardSpec
{
    static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    readonly FakeTimeProvider _time = new(Start);
    bool _tells = true;

    AlertBoard Board => field ??= new AlertBoard(_time, () => _tells, NullLogger<AlertBoard>.Instance);

    List<AlertNotice> Told()
    {
        var told = new List<AlertNotice>();
        while (Board.Notices.TryRead(out var notice)) told.Add(notice);
        return told;
    }

    [Fact]
    public void An_alert_is_told_once_when_it_begins_and_once_when_it_is_over()
    {
        Board.Set("code", "somebody", "wrong");
        Board.Set("code", "somebody", "wrong, differently");
        _time.Advance(TimeSpan.FromMinutes(5));
        Board.Set("code", "somebody", null);
        Board.Set("code", "somebody", null);
        var alert = new Alert("code", "somebody", "wrong", Start);
        Assert.Equal([new AlertNotice(alert, null), new AlertNotice(alert, Start.AddMinutes(5))], Told());
        Assert.Empty(Board.Standing);
    }

    [Fact]
    public void What_never_began_is_never_over()
    {
        Board.Set("code", "", null);
        Assert.Empty(Told());
    }

    [Fact]
    public void Subjects_that_are_not_named_any_more_are_over()
    {
        Board.SetAll("code", new Dictionary<string, string> { ["a"] = "wrong", ["b"] = "wrong" });
        Board.Set("other", "a", "wrong");
        Told();
        Board.SetAll("code", new Dictionary<string, string> { ["b"] = "wrong", ["c"] = "wrong" });
        Assert.Equal([("a", true), ("c", false)], Told().Select(n => (n.Alert.Subject, n.EndedAt is not null)));
        Assert.Equal(["a", "b", "c"], Board.Standing.Select(a => a.Subject).Order());
    }

    [Fact]
    public void Of_what_every_node_finds_one_tells()
    {
        _tells = false;
        Board.Set("code", "", "wrong");
        Board.Set("own", "node", "wrong", ofThisNodeAlone: true);
        Assert.Equal(["own"], Told().Select(n => n.Alert.Code));
        Assert.Equal(2, Board.Standing.Count);
    }

    [Fact]
    public void No_more_wait_than_there_is_room_for()
    {
        for (var i = 0; i < AlertBoard.MostWaiting + 10; i++) Board.Set("code", $"{i}", "wrong");
        Assert.Equal(AlertBoard.MostWaiting, Told().Count);
        Assert.Equal(AlertBoard.MostWaiting + 10, Board.Standing.Count);
    }
}
