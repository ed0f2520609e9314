using System.Globalization;
using KalePool.Pooler.Settings;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KalePool.Pooler.Display;

/// <summary>A table of the present block that is redrawn as things happen, the last events below it.</summary>
sealed class LiveDisplay : IPoolerDisplay
{
    const int ShownLines = 8;
    const int ShownFarmers = 20;
    static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    readonly Lock _lock = new();
    readonly LogLevel _level;
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _drawing;
    readonly Queue<string> _lines = new();
    readonly SortedDictionary<string, Farmer> _farmers = new(StringComparer.Ordinal);
    BlockOpened? _block;

    public LiveDisplay(IAnsiConsole console, LogLevel level, TimeProvider time)
    {
        _level = level;
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
            Apply(e);
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

    void Apply(PoolerEvent e)
    {
        switch (e)
        {
            case BlockOpened opened:
                _block = opened;
                _farmers.Clear();
                break;
            case Improved improved when improved.Index == _block?.Index:
                _farmers[improved.Wallet] = Of(improved.Wallet) with { Zeros = improved.Zeros };
                break;
            case Worked worked when worked.Index == _block?.Index:
                _farmers[worked.Wallet] = Of(worked.Wallet) with { Worked = worked };
                break;
            default:
                break;
        }
    }

    Farmer Of(string wallet) => _farmers.GetValueOrDefault(wallet) ?? new(0, null);

    Rows Draw()
    {
        lock (_lock)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumn("farmer").AddColumn("zeros found").AddColumn("on the chain").AddColumn("gap");
            table.Title = new TableTitle(_block is null ? "waiting for a block" : string.Create(CultureInfo.InvariantCulture, $"block {_block.Index}, most zeros {_block.MaxZeros}, most gap {_block.MaxGap}"));
            foreach (var (wallet, farmer) in _farmers.Take(ShownFarmers))
                table.AddRow(
                    new Text(PlainText.Short(wallet)), new Text(Number(farmer.Zeros)),
                    new Markup(farmer.Worked is { } worked ? $"[green]{worked.Zeros}[/]" : "[grey]-[/]"), new Text(farmer.Worked is { } work ? Number((int)work.Gap) : ""));
            if (_farmers.Count > ShownFarmers) table.Caption = new TableTitle(Number(_farmers.Count - ShownFarmers) + " more");
            return new Rows([table, .. _lines.Select(line => (IRenderable)new Text(line).Overflow(Overflow.Ellipsis))]);
        }
    }

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    sealed record Farmer(int Zeros, Worked? Worked);
}
