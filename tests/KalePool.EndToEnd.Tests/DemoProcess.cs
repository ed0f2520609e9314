using System.Globalization;
using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests;

/// <summary>The demo as people start it: a process of its own, with children of its own.</summary>
sealed class DemoProcess : IAsyncDisposable
{
    readonly string _directory;

    DemoProcess(ChildProcess process, string directory)
    {
        Process = process;
        _directory = directory;
    }

    public ChildProcess Process { get; }

    /// <summary>Both output streams so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            using var file = new StreamReader(new FileStream(Process.Plan.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    public static async Task<DemoProcess> StartAsync(params string[] arguments)
    {
        var artifacts = Artifacts.Find();
        var directory = Directory.CreateTempSubdirectory("kalepool-e2e-").FullName;
        var program = Path.Combine(artifacts.Root, "tests/KalePool.Demo/bin", artifacts.Configuration, "net10.0/kalepool-demo.dll");
        var process = await ChildProcess.StartAsync(new ProcessPlan(
            "demo", ["dotnet", program, .. arguments], new Dictionary<string, string>(), directory, Path.Combine(directory, "demo.log")));
        return new DemoProcess(process, directory);
    }

    /// <summary>Waits until a line holds the text.</summary>
    public Task<string> LineAsync(string text, TimeSpan patience) => Waiting.UntilAsync(
        $"a line with '{text}'", _ => Task.FromResult(Lines.FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal))), patience, TimeProvider.System, default);

    /// <summary>The process ids of the demo's children by name, read from /proc.</summary>
    public IReadOnlyDictionary<string, int> Children()
    {
        var children = new Dictionary<string, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            if (Read(Path.Combine(folder, "stat")) is not { } stat || Parent(stat) != Process.Pid) continue;
            var command = Read(Path.Combine(folder, "cmdline")) ?? "";
            var name = command.Contains("kalepool-devnet", StringComparison.Ordinal) ? Names.Devnet
                : command.Contains("kale-pooler", StringComparison.Ordinal) ? Names.Pooler
                : command.Contains("kalepool.dll", StringComparison.Ordinal) ? Names.Backend
                : null;
            if (name is not null) children[name] = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
        }

        return children;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    static int Parent(string stat) => int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);

    static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null; // It ended between the listing and the reading.
        }
    }
}
