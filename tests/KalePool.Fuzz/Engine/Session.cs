using System.Security.Cryptography;

namespace KalePool.Fuzz.Engine;

/// <summary>One target for some time, with a folder for what is worth keeping: inputs that went new ways, and findings.</summary>
sealed class Session(IFuzzTarget target, string folder, int seed, TimeProvider time)
{
    readonly string _corpus = Path.Combine(folder, "corpus");
    readonly string _findings = Path.Combine(folder, "findings");

    /// <summary>False where something was found.</summary>
    public bool Run(TimeSpan length)
    {
        Directory.CreateDirectory(_corpus);
        ICoverage coverage = BranchMap.IsThere ? new BranchMap() : new NoCoverage();
        var run = new FuzzRun(target, seed, coverage, Directory.EnumerateFiles(_corpus).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
        if (BranchMap.IsThere) run.Keeps += input => File.WriteAllBytes(Path.Combine(_corpus, NameOf(input)), input);
        var since = time.GetTimestamp();
        var finding = run.Go(target.Name, long.MaxValue / 2, () => time.GetElapsedTime(since) >= length, time);
        Console.WriteLine($"{target.Name}: {run.Runs} inputs in {time.GetElapsedTime(since).TotalSeconds:0} s, {run.Ways} ways, {run.Kept} inputs kept, {(finding is null ? "nothing found" : "FOUND")}");
        if (finding is null) return true;
        Directory.CreateDirectory(_findings);
        var file = Path.Combine(_findings, NameOf(finding.Input));
        File.WriteAllBytes(file, finding.Input);
        Console.WriteLine($"{finding}\n  kept as {file}; with a name of its own in Findings/{target.Name} it is run by the tests");
        return false;
    }

    static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 8));
}
