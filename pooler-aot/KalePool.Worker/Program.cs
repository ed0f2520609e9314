using System.Runtime.InteropServices;
using KalePool.Hashing;
using KalePool.Hashing.Frames;
using KalePool.Worker;

// kale-worker [KERNEL]: frames on standard input and output. It ends with its parent, whose end closes the input; what a terminal or a supervisor
// sends to all of a group is the parent's to answer.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
try
{
    var kernel = KernelChoice.Choose(args.Length == 0 ? null : args[0], TimeProvider.System);
    using var pipe = new FramePipe(Console.OpenStandardInput(), Console.OpenStandardOutput());
    await new WorkerLoop(kernel, pipe, TimeProvider.System).RunAsync(CancellationToken.None);
    return 0;
}
catch (Exception e) when (e is KernelException or IOException)
{
    await Console.Error.WriteLineAsync($"kale-worker: {e.Message}");
    return 1;
}
