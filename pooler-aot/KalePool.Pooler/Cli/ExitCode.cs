namespace KalePool.Pooler.Cli;

/// <summary>What the process ends with.</summary>
static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command line is wrong, or the command failed.</summary>
    public const int Failure = 1;

    /// <summary>Settings are wrong, or do not fit the network they name.</summary>
    public const int WrongSettings = 2;

    /// <summary>128 + SIGINT, as shells show it: stopped before there was a result.</summary>
    public const int Interrupted = 130;
}
