using System.Diagnostics;

namespace KalePool.Simulation.Tests;

/// <summary>The simulation's program, as it was built beside these tests.</summary>
static class SimulationProcess
{
    static readonly string Program = Path.Combine(AppContext.BaseDirectory.Replace("KalePool.Simulation.Tests", "KalePool.Simulation", StringComparison.Ordinal), "kalepool-simulation.dll");

    /// <returns>Its exit status, and all that it wrote.</returns>
    public static async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
