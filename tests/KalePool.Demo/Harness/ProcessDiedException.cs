namespace KalePool.Demo.Harness;

/// <summary>A process that should be running is not. The message has its last words: a test's folder, with the log, may be gone when somebody reads it.</summary>
public sealed class ProcessDiedException(string name, int exitStatus, string meaning, IReadOnlyList<string> lastLines)
    : Exception($"{name} died ({Describe(exitStatus)}): {meaning}{(lastLines is [.., var last] ? $"; its last words: {last}" : "")}")
{
    public string Name { get; } = name;

    public int ExitStatus { get; } = exitStatus;

    public IReadOnlyList<string> LastLines { get; } = lastLines;

    static string Describe(int status) => status switch
    {
        137 => "killed, SIGKILL",
        143 => "terminated, SIGTERM",
        139 => "crashed, SIGSEGV",
        134 => "aborted, SIGABRT",
        > 128 => $"signal {status - 128}",
        _ => $"exit status {status}",
    };
}
