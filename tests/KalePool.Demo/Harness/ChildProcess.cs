using System.Diagnostics;

namespace KalePool.Demo.Harness;

/// <summary>How to start one process. The environment holds exactly what is given here and what any process needs to run (path, home, the .NET root).</summary>
/// <param name="Name">What people call it: devnet, backend, pooler.</param>
/// <param name="LogFile">Both output streams, line by line, appended, so that a restarted process goes on in the same file.</param>
public sealed record ProcessPlan(
    string Name, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, string WorkingDirectory, string LogFile);

/// <summary>
/// A real process whose output is kept, whose end is noticed, and which never outlives us: it is started with a parent-death
/// signal, so that it dies with this process however this process ends.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    static readonly string[] Inherited = ["PATH", "HOME", "USER", "LANG", "TMPDIR", "DOTNET_ROOT", "DOTNET_CLI_HOME", "DOTNET_GCHeapHardLimit"];

    readonly Process _process;
    readonly OutputTail _tail;
    readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _endExpected;

    ChildProcess(ProcessPlan plan, Process process, OutputTail tail)
    {
        Plan = plan;
        _process = process;
        _tail = tail;
        Pid = process.Id;
    }

    public ProcessPlan Plan { get; }

    public int Pid { get; }

    /// <summary>Completes with the exit status; 128 + the signal's number after a signal.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>Whether somebody here asked for the end.</summary>
    public bool EndExpected => _endExpected;

    public IReadOnlyList<string> LastLines => _tail.Lines;

    /// <param name="onLine">Called for each line of standard output, one at a time.</param>
    public static async Task<ChildProcess> StartAsync(ProcessPlan plan, Action<string>? onLine = null)
    {
        var tail = new OutputTail(plan.LogFile);
        var process = new Process { StartInfo = StartInfo(plan), EnableRaisingEvents = true };
        var child = await Spawner.RunAsync(() =>
        {
            process.Start();
            return new ChildProcess(plan, process, tail);
        });
        _ = child.PumpAsync(onLine);
        return child;
    }

    /// <summary>Asks it to end, by SIGTERM or another signal, then makes it (SIGKILL). Returns the exit status.</summary>
    public async Task<int> StopAsync(TimeSpan patience, TimeProvider clock, string signal = "TERM")
    {
        _endExpected = true;
        if (_ended.Task.IsCompleted) return await _ended.Task;
        await Signal.SendAsync(Pid, signal);
        try
        {
            return await _ended.Task.WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            return await KillAsync();
        }
    }

    /// <summary>A signal that need not end it.</summary>
    public Task SignalAsync(string signal) => Signal.SendAsync(Pid, signal);

    /// <summary>SIGKILL, and waits until it is gone. <paramref name="expected"/> false leaves the end to be reported as a surprise.</summary>
    public async Task<int> KillAsync(bool expected = true)
    {
        if (expected) _endExpected = true;
        if (!_ended.Task.IsCompleted)
        {
            try
            {
                _process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It ended by itself a moment ago; the exit status tells.
            }
        }

        return await _ended.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _tail.Dispose();
    }

    static ProcessStartInfo StartInfo(ProcessPlan plan)
    {
        // A session of its own: Ctrl-C in a terminal is for us, who then stop the others in order.
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = plan.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("setpriv");
        start.ArgumentList.Add("--pdeathsig");
        start.ArgumentList.Add("KILL");
        start.ArgumentList.Add("--");
        foreach (var word in plan.Command) start.ArgumentList.Add(word);
        var inherited = Inherited.Select(n => (n, Environment.GetEnvironmentVariable(n))).Where(p => p.Item2 is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in inherited) start.Environment[name] = value;
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in plan.Environment) start.Environment[name] = value;
        return start;
    }

    async Task PumpAsync(Action<string>? onLine)
    {
        _process.StandardInput.Close();
        var output = Task.WhenAll(ReadAsync(_process.StandardOutput, onLine), ReadAsync(_process.StandardError, null));
        await _process.WaitForExitAsync();
        // Its last lines are worth a moment; a child of its own that still holds the pipe is not worth more.
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System));
        _ended.TrySetResult(_process.ExitCode);
    }

    async Task ReadAsync(StreamReader reader, Action<string>? onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _tail.Add(line);
            onLine?.Invoke(line);
        }
    }
}
