using KalePool.Pooler.Settings;
using KalePool.Pooler.Status;
using Spectre.Console;

namespace KalePool.Pooler.Display;

static class Displays
{
    /// <summary>A live table for a person at a terminal that can show one, plain lines otherwise, a log besides where one is wanted; the board hears of everything first.</summary>
    public static IPoolerDisplay Choose(bool isJson, LogSettings log, StatusBoard board, TimeProvider time)
    {
        IPoolerDisplay shown = isJson ? new JsonDisplay(Console.Out, log.Level) : IsLive ? new LiveDisplay(AnsiConsole.Console, log.Level, board, time) : new PlainDisplay(Console.Out, log.Level);
        if (log.File is { } file)
            shown = new LoggingDisplay(shown, new RotatingLog(file, log.FileBytes, log.FilesKept, trouble => Console.Error.WriteLine($"kale-pooler: {trouble}")), log.Level);
        return new BoardDisplay(board, shown);
    }

    /// <summary>Spectre's live display breaks on a terminal that cannot move its cursor.</summary>
    static bool IsLive => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb")
        && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };
}
