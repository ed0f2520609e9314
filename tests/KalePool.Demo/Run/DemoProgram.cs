using System.Runtime.InteropServices;
using KalePool.Demo.Harness;
using KalePool.Demo.View;
using KalePool.Stellar.Rpc;
using Spectre.Console;

namespace KalePool.Demo.Run;

/// <summary>Around a run: the deadline, Ctrl-C, who died and what that means, and that nothing is left running.</summary>
static class DemoProgram
{
    const int NotFull = 1;
    const int CannotRun = 2;
    const int Interrupted = 130;

    public static async Task<int> RunAsync(DemoOptions options)
    {
        using var interrupted = new CancellationTokenSource();
        using var deadline = new CancellationTokenSource(options.Patience, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted.Token, deadline.Token);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Cancel(c, interrupted));
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Cancel(c, interrupted));
        var directory = Directory.CreateTempSubdirectory("kalepool-demo-").FullName;
        var status = NotFull;
        try
        {
            await using var pool = new LocalPool(options.Pool(directory));
            status = await RunAsync(options, pool, stop.Token);
            if (options.Keep && status == 0) status = await KeepAsync(pool, interrupted.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            Console.Error.WriteLine("demo: interrupted, everything stopped");
            status = Interrupted;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Console.Error.WriteLine($"demo: not done within {options.Patience.TotalSeconds:0} s, everything stopped");
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException or ApiException or RpcException)
        {
            Console.Error.WriteLine($"demo: {e.Message}");
        }
        catch (ForeignChainException e)
        {
            Console.Error.WriteLine($"demo: {e.Message}");
            status = CannotRun;
        }
        catch (FileNotFoundException e)
        {
            Console.Error.WriteLine($"demo: {e.Message}");
            status = CannotRun;
        }

        if (status == 0) Directory.Delete(directory, recursive: true);
        else if (status != CannotRun) Console.Error.WriteLine($"demo: logs and database are in {directory}");
        return status;
    }

    static async Task<int> RunAsync(DemoOptions options, LocalPool pool, CancellationToken stop)
    {
        try
        {
            DemoResult result;
            await using (var view = View())
            {
                var run = new DemoRun(options, pool, view, TimeProvider.System);
                result = await run.RunAsync(stop);
            }

            if (!options.Keep) await pool.DisposeAsync();
            Console.WriteLine(result);
            return result.IsFull ? 0 : NotFull;
        }
        catch (ProcessDiedException e)
        {
            await MournAsync(pool, e, stop);
            return NotFull;
        }
    }

    static IDemoView View() =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive ? new PlainView(Console.Out) : new LiveView(AnsiConsole.Console);

    /// <summary>Who died, its last lines, and what the other two say to that.</summary>
    static async Task MournAsync(LocalPool pool, ProcessDiedException death, CancellationToken stop)
    {
        Console.Error.WriteLine($"demo: {death.Message}");
        foreach (var line in death.LastLines) Console.Error.WriteLine($"  {death.Name}: {line}");
        var others = Names.All.Where(n => n != death.Name && pool.Find(n) is { Ended.IsCompleted: false });
        await Task.WhenAll(others.Select(async other =>
        {
            foreach (var line in await Testimony.OfAsync(pool, other, death.Name, stop)) Console.Error.WriteLine($"  {other} says: {line}");
        }));
    }

    /// <summary>Until Ctrl-C, which is how it should end, or until something dies.</summary>
    static async Task<int> KeepAsync(LocalPool pool, CancellationToken interrupted)
    {
        await pool.StartPoolerAsync(null);
        Console.WriteLine($"""
            still running, the pooler farms on:
              backend    {pool.Api.Address}   open it in a browser; the admin key {pool.AdminKey} logs in
              chain      {pool.Chain.RpcUrl}   friendbot {pool.Chain.FriendbotUrl}
              KALE       {pool.Chain.KaleContractId}
              logs       {pool.Options.Directory}
            Ctrl-C stops everything.
            """);
        try
        {
            await MournAsync(pool, await pool.Died.WaitAsync(interrupted), interrupted);
            return NotFull;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    static void Cancel(PosixSignalContext context, CancellationTokenSource interrupted)
    {
        // The second one ends us at once, and the parent-death signal the others.
        context.Cancel = !interrupted.IsCancellationRequested;
        interrupted.Cancel();
    }
}
