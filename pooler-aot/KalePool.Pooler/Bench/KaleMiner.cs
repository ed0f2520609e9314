using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using KalePool.Hashing;

namespace KalePool.Pooler.Bench;

/// <summary>The miner of kale-miner (its FAST build, to be fair), where KALE_MINER names its executable: one thread, in CPU time of the whole process.</summary>
static class KaleMiner
{
    public const string Name = "kale-miner";

    const string Farmer = "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE";

    /// <summary>How far the known work of block 37 is ahead: about a second, beside which its start is nothing.</summary>
    const ulong Ahead = 2_000_000;

    public static Contestant Create(string? path) =>
        path is not { Length: > 0 } ? Contestant.Unable(Name, "KALE_MINER names no executable")
        : !File.Exists(path) ? Contestant.Unable(Name, $"{path} is not there")
        : !CpuClock.IsThere ? Contestant.Unable(Name, "this system does not tell CPU time finely enough")
        : new(Name, null, cancellation => RunAsync(path, cancellation));

    static async Task<double> RunAsync(string path, CancellationToken cancellation)
    {
        var known = SelfTest.Expected.Best;
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true };
        foreach (var argument in (string[])
        [
            "37", "AAAAAAn66y/43JP7M02rwTmONZoWOmu1OPYz/bmzJ8o=", (known.Nonce - Ahead).ToString(CultureInfo.InvariantCulture), "8", Farmer,
            "--max-threads", "1",
        ])
            start.ArgumentList.Add(argument);
        var before = CpuClock.OfEndedChildren();
        try
        {
            using var process = Process.Start(start) ?? throw new BenchException($"{path} did not start");
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (!output.Contains(known.Hash.ToString(), StringComparison.Ordinal)) throw new BenchException($"{path} did not find the known hash: {output}");
            return Ahead / (CpuClock.OfEndedChildren() - before);
        }
        catch (Win32Exception e)
        {
            throw new BenchException($"{path} did not start: {e.Message}");
        }
    }
}
