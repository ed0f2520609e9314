using System.CommandLine;

namespace KalePool.Pooler.Cli;

/// <summary>The commands of kale-pooler.</summary>
static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("The pooler of a KalePool: finds the proof of work for every farmer of its pool and submits it.")
        {
            RunCommand.Create(),
            RunCommand.CreateSolo(),
            ImportCommand.Create(),
            MineCommand.Create(),
            BenchCommand.Create(),
            DoctorCommand.Create(),
            InitCommand.Create(),
            ChannelsCommand.Create(),
        };
        // Each command ends by itself on SIGINT and SIGTERM, and says with which exit status.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }
}
