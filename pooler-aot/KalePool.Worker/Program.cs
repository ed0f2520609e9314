using KalePool.Hashing;
using KalePool.Hashing.Frames;
using KalePool.Worker;

// Frames on standard input and output. It ends with its parent, whose end closes the input; what a terminal or a supervisor sends to all of a group is
// the parent's to answer.
using var ignored = new IgnoredSignals();
try
{
    if (WorkerArguments.Parse(args) is not { } arguments)
    {
        await Console.Error.WriteLineAsync("kale-worker is started by kale-pooler: kale-worker PRIORITY [CPUS|-] [KERNEL]");
        return 1;
    }

    var kernel = KernelChoice.Choose(arguments.Kernel, TimeProvider.System);
    using var pipe = new FramePipe(Console.OpenStandardInput(), Console.OpenStandardOutput());
    await new WorkerLoop(kernel, pipe, arguments.Placement, TimeProvider.System).RunAsync(CancellationToken.None);
    return 0;
}
catch (Exception e) when (e is KernelException or IOException)
{
    await Console.Error.WriteLineAsync($"kale-worker: {e.Message}");
    return 1;
}
