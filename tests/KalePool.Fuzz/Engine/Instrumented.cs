using System.Diagnostics;
using SharpFuzz;

namespace KalePool.Fuzz.Engine;

/// <summary>A copy of this program in which the pool's assemblies tell which ways they go.</summary>
static class Instrumented
{
    static readonly string[] Ours = ["KalePool.*.dll", "kalepool.dll", "kale-pooler.dll", "kalepool-devnet.dll"];

    /// <summary>Makes the copy, and runs it with the same arguments to its end.</summary>
    /// <returns>Its exit status.</returns>
    public static async Task<int> RunAsync(string folder, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Copy(AppContext.BaseDirectory, folder);
        var self = Path.Combine(folder, Path.GetFileName(typeof(Instrumented).Assembly.Location));
        foreach (var assembly in Ours.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Where(file => file != self)) Fuzzer.Instrument(assembly, _ => true, Options.Value);
        using var copy = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } dotnet && Path.GetFileNameWithoutExtension(dotnet) == "dotnet" ? dotnet : "dotnet", [self, .. arguments]))!;
        await copy.WaitForExitAsync(cancellation);
        return copy.ExitCode;
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
