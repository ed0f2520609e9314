using System.Diagnostics;
using System.Globalization;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>Processes that somebody else has started, as /proc lists them.</summary>
static class Processes
{
    /// <summary>SIGKILL to each; how many there were.</summary>
    public static int KillChildrenOf(int parent)
    {
        var killed = 0;
        foreach (var pid in File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Concat(OfOtherThreads(parent)).Distinct())
        {
            using var child = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
            child.Kill();
            killed++;
        }
        return killed;
    }

    /// <summary>A child belongs to the thread that has started it.</summary>
    static IEnumerable<string> OfOtherThreads(int parent) => Directory.EnumerateDirectories($"/proc/{parent}/task").SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
