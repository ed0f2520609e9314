using System.Globalization;
using KalePool.Pooler.Settings;
using KalePool.Pooler.Status;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KalePool.Pooler.Display;

/// <summary>A table of the present block that is redrawn as things happen, hash rates and earnings above it, the last events below.</summary>
sealed class LiveDisplay : IPoolerDisplay
{
    const int ShownLines = 8;
    const int ShownFarmers = 20;
    static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    readonly Lock _lock = new();
    readonly LogLevel _level;
    readonly StatusBoard _board;
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _drawing;
    readonly Queue<string> _lines = new();

    public LiveDisplay(IAnsiConsole console, LogLevel level, StatusBoard board, TimeProvider time)
    {
        (_level, _board) = (level, board);
        _drawing = console.Live(new Text("starting")).AutoClear(false).StartAsync(async live =>
        {
            while (!_ended.Task.IsCompleted)
            {
                live.UpdateTarget(Draw());
                await Task.WhenAny(_ended.Task, Task.Delay(Redraw, time));
            }
            live.UpdateTarget(Draw());
        });
    }

    public void Show(PoolerEvent e, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (PlainText.LevelOf(e) < _level) return;
            _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{at.ToLocalTime():HH:mm:ss} {PlainText.LineOf(e)}"));
            if (_lines.Count > ShownLines) _lines.Dequeue();
        }
    }

    public void Dispose()
    {
        _ended.TrySetResult();
        // The last picture must stand before the shell's prompt.
        _drawing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
    }

    Rows Draw()
    {
        var status = _board.Read();
        var table = new Table().Border(TableBorder.Rounded).AddColumn("farmer").AddColumn("zeros found").AddColumn("on the chain").AddColumn("gap");
        table.Title = new TableTitle(StatusText.Block(status));
        foreach (var farmer in status.Farmers.Take(ShownFarmers))
            table.AddRow(
                new Text(PlainText.Short(farmer.Wallet)), new Text(Number(farmer.Zeros)),
                new Markup(farmer.WorkedZeros is { } zeros ? $"[green]{zeros}[/]" : "[grey]-[/]"), new Text(Number(farmer.Gap)));
        if (status.Farmers.Count > ShownFarmers) table.Caption = new TableTitle(Number(status.Farmers.Count - ShownFarmers) + " more");
        lock (_lock)
            return new Rows([new Text(StatusText.Rates(status)), table, .. _lines.Select(line => (IRenderable)new Text(line).Overflow(Overflow.Ellipsis))]);
    }

    static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
