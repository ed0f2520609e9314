using System.Diagnostics;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>Prometheus' own tool reads its configuration and rules, and runs their tests.</summary>
public sealed class PromtoolSpec
{
    static readonly string Folder = Path.Combine(ComposeFile.Root, "packaging", "prometheus");

    /// <summary>On PATH, or where scripts/prepare.sh puts it.</summary>
    static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append(Path.Combine(ComposeFile.Root, "artifacts", "tools", "usr", "bin"))
        .Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);

    [SkippableTheory]
    [InlineData("check config prometheus.yml")]
    [InlineData("test rules rules.test.yml")]
    [InlineData("test rules pooler-rules.test.yml")]
    public async Task Finds_nothing_wrong(string arguments)
    {
        var tool = Find();
        Skip.If(tool is null, "there is no promtool here; Debian's package prometheus has it");
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Concat(said));
    }
}
