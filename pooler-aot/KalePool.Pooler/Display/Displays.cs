using KalePool.Pooler.Settings;
using Spectre.Console;

namespace KalePool.Pooler.Display;

static class Displays
{
    /// <summary>A live table for a person at a terminal that can show one, plain lines otherwise.</summary>
    public static IPoolerDisplay Choose(bool isJson, LogLevel level, TimeProvider time)
    {
        if (isJson) return new JsonDisplay(Console.Out, level);
        // Spectre's live display breaks on a terminal that cannot move its cursor.
        var isLive = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb")
            && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };
        return isLive ? new LiveDisplay(AnsiConsole.Console, level, time) : new PlainDisplay(Console.Out, level);
    }
}
