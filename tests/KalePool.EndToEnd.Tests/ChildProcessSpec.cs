using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests;

public sealed class ChildProcessSpec : IDisposable
{
    static readonly TimeSpan Short = TimeSpan.FromSeconds(20);

    readonly string _directory = Directory.CreateTempSubdirectory("kalepool-e2e-").FullName;

    [Fact]
    public async Task Keeps_every_line_and_the_exit_status()
    {
        await using var child = await StartAsync("echo one; echo two >&2; exit 3");

        Assert.Equal(3, await child.Ended.WaitAsync(Short));
        Assert.False(child.EndExpected);
        Assert.Equal(["one", "two"], child.LastLines.Order());
        Assert.Equal(["one", "two"], (await File.ReadAllLinesAsync(child.Plan.LogFile)).Order());
    }

    [Fact]
    public async Task Stops_one_that_ends_when_asked_to()
    {
        await using var child = await StartAsync("trap 'echo asked; exit 0' TERM; echo ready; while true; do read -t 1 _ || true; done", shell: "bash");
        await ReadyAsync(child);

        Assert.Equal(0, await child.StopAsync(Short, TimeProvider.System));
        Assert.True(child.EndExpected);
        Assert.Contains("asked", child.LastLines);
    }

    [Fact]
    public async Task Kills_one_that_does_not_listen()
    {
        await using var child = await StartAsync("trap '' TERM; echo ready; exec tail -f /dev/null");
        await ReadyAsync(child);

        Assert.Equal(137, await child.StopAsync(TimeSpan.FromMilliseconds(200), TimeProvider.System));
    }

    [Fact]
    public async Task Gives_a_process_the_settings_it_is_given_and_no_others()
    {
        Environment.SetEnvironmentVariable("KALEPOOL_E2E_STRAY", "stray");
        try
        {
            await using var child = await StartAsync("echo \"${KALEPOOL_E2E_STRAY-none} ${GIVEN-none}\"", environment: new() { ["GIVEN"] = "given" });
            await child.Ended.WaitAsync(Short);

            Assert.Equal(["none given"], child.LastLines);
        }
        finally
        {
            Environment.SetEnvironmentVariable("KALEPOOL_E2E_STRAY", null);
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    static Task<string> ReadyAsync(ChildProcess child) => Waiting.UntilAsync(
        "ready", _ => Task.FromResult(child.LastLines.FirstOrDefault(l => l == "ready")), Short, TimeProvider.System, default);

    Task<ChildProcess> StartAsync(string script, string shell = "sh", Dictionary<string, string>? environment = null) => ChildProcess.StartAsync(
        new ProcessPlan("child", [shell, "-c", script], environment ?? [], _directory, Path.Combine(_directory, "child.log")));
}
