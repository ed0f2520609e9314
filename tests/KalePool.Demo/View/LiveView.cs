using System.Globalization;
using KalePool.Contracts.Admin;
using KalePool.Demo.Run;
using Spectre.Console;

namespace KalePool.Demo.View;

/// <summary>A table that fills itself: a row a farmer, a column a block.</summary>
public sealed class LiveView : IDemoView
{
    const int ColumnsShown = 3;

    /// <summary>Columns a terminal needs for the long words of so many blocks.</summary>
    const int WideEnough = 32 + (ColumnsShown * 32);

    readonly IAnsiConsole _console;
    readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Lock _lock = new();
    LiveDisplayContext? _context;
    Task? _live;

    public LiveView(IAnsiConsole console) => _console = console;

    public void Say(string line)
    {
        if (_live is null) _console.WriteLine(line);
    }

    public void Show(DemoProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var table = Draw(progress);
        lock (_lock)
        {
            _live ??= _console.Live(table).AutoClear(false).StartAsync(async context =>
            {
                lock (_lock) _context = context;
                await _over.Task;
            });
            _context?.UpdateTarget(table);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _over.TrySetResult();
        if (_live is not null) await _live;
    }

    Table Draw(DemoProgress progress)
    {
        var isWide = _console.Profile.Width >= WideEnough;
        var blocks = progress.Blocks.TakeLast(ColumnsShown).ToList();
        var table = new Table().Border(TableBorder.Rounded).Title("[green]KalePool[/]")
            .Caption(string.Create(
                CultureInfo.InvariantCulture,
                $"{progress.Elapsed.TotalSeconds:0} s · {Where(progress)} · {progress.Hashes:N0} hashes · pooler: {progress.PoolerSays}"));
        table.AddColumn("farmer").AddColumn(new TableColumn("KALE earned").RightAligned());
        foreach (var block in blocks) table.AddColumn(new TableColumn($"block {block.BlockIndex}"));
        foreach (var farmer in progress.Farmers)
        {
            var rows = progress.Blocks.Select(b => b.Farmers.FirstOrDefault(f => f.FarmerId == farmer.Id)).ToList();
            var earned = rows.Sum(r => r?.RewardAmount ?? 0) / 10_000_000m;
            table.AddRow([
                $"{farmer.CustodialWallet[..5]}…{farmer.CustodialWallet[^4..]}", earned.ToString("0.0000", CultureInfo.InvariantCulture),
                .. rows.TakeLast(blocks.Count).Select(r => Cell(r, isWide))]);
        }

        return table;
    }

    static string Where(DemoProgress progress)
    {
        var left = progress.Chain.SecondsLeft > 0 ? $"{progress.Chain.SecondsLeft} s left" : "over";
        return $"ledger {progress.Chain.Ledger} · block {progress.Chain.Index}, {left} · {progress.Blocks.Count} of {progress.Demanded} blocks";
    }

    static string Cell(BlockFarmerView? row, bool isWide)
    {
        if (row is null) return "[grey]·[/]";
        if (row.Error is not null) return $"[red]{Markup.Escape(row.Error)}[/]";
        return isWide
            ? $"plant {Sign(row.Plant)} work {Sign(row.Work)} {(row.Zeros is { } zeros ? zeros + "z" : "  ")} harvest {Sign(row.Harvest)}"
            : $"p{Sign(row.Plant)} w{Sign(row.Work)}{row.Zeros} h{Sign(row.Harvest)}";
    }

    static string Sign(string status) => status switch
    {
        StepStatus.Success => "[green]✓[/]",
        StepStatus.Failed => "[red]✗[/]",
        StepStatus.Pending => "[yellow]…[/]",
        _ => "[grey]·[/]",
    };
}
