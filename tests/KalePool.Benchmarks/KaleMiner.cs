using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using KalePool.Hashing;

namespace KalePool.Benchmarks;

/// <summary>The miner of kale-miner, built FAST, where KALE_MINER names its executable: the hash rate that it reports itself with one thread.</summary>
static partial class KaleMiner
{
    public const string Name = "kale-miner";

    const string Farmer = "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE";
    const ulong Batch = 2_000_000;

    /// <summary>The known work of block 37 is 2,000,010 nonces ahead: it is found in the second batch, and the first is timed.</summary>
    const ulong Ahead = Batch + 10;

    public static Contestant Create()
    {
        var path = Environment.GetEnvironmentVariable("KALE_MINER");
        var fault = path is not { Length: > 0 } ? "KALE_MINER names no executable" : !File.Exists(path) ? $"{path} is not there" : null;
        return new(Name, fault, () => Run(path!));
    }

    static double Run(string path)
    {
        var known = SelfTest.Expected.Best;
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true };
        foreach (var argument in (string[])
        [
            "37", "AAAAAAn66y/43JP7M02rwTmONZoWOmu1OPYz/bmzJ8o=", (known.Nonce - Ahead).ToString(CultureInfo.InvariantCulture), "8", Farmer,
            "--verbose", "--max-threads", "1", "--batch-size", Batch.ToString(CultureInfo.InvariantCulture),
        ])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{path} did not start.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (!output.Contains(known.Hash.ToString(), StringComparison.Ordinal))
            throw new InvalidOperationException($"{path} did not find the known hash: {output}");
        return double.Parse(HashRate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture) * 1e6;
    }

    [GeneratedRegex(@"Hash Rate: ([0-9.]+) MH/s")]
    private static partial Regex HashRate();
}
