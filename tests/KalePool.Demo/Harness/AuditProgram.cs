using System.Globalization;

namespace KalePool.Demo.Harness;

/// <summary>What the audit program said: its exit status and its lines.</summary>
public sealed record AuditOutcome(int ExitStatus, IReadOnlyList<string> Lines)
{
    public bool Balanced => ExitStatus == 0 && Lines is [.., "chain=balanced"];

    /// <summary>What stands behind <c>chain=</c>.</summary>
    public string Verdict => Lines.LastOrDefault(l => l.StartsWith("chain=", StringComparison.Ordinal)) is { } line ? line["chain=".Length..] : "not audited";

    /// <summary>A number that the audit counted: planted, worked, harvested, …</summary>
    public long? Count(string name) => Lines.SelectMany(l => l.Split(' ')).Select(w => w.Split('='))
        .Where(p => p.Length == 2 && p[0] == name && long.TryParse(p[1], out _)).Select(p => (long?)long.Parse(p[1], null)).FirstOrDefault();
}

/// <summary>Runs the audit as the program of its own that it is.</summary>
public static class AuditProgram
{
    /// <param name="statements">By wallet: what the pool tells its farmer, CSV.</param>
    public static async Task<AuditOutcome> RunAsync(LocalPool pool, IReadOnlyDictionary<string, string> statements, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(statements);
        var file = Path.Combine(pool.Options.Directory, "wallets.txt");
        await File.WriteAllLinesAsync(file, statements.Keys, stop);
        var folder = Directory.CreateDirectory(Path.Combine(pool.Options.Directory, "statements")).FullName;
        foreach (var (wallet, csv) in statements) await File.WriteAllTextAsync(Path.Combine(folder, wallet + ".csv"), csv, stop);
        var log = pool.LogOf("audit");
        File.Delete(log);
        await using var audit = await ChildProcess.StartAsync(new ProcessPlan(
            "audit",
            [
                .. Artifacts.Find().Audit, "--rpc", pool.Chain.RpcUrl.AbsoluteUri, "--kale", pool.Chain.KaleContractId, "--wallets", file, "--statements", folder,
                "--fee-account", pool.Seat.Keys.Address,
                .. pool.Chain.FromLedger is { } from ? (string[])["--from", from.ToString(CultureInfo.InvariantCulture)] : [],
            ],
            new Dictionary<string, string>(), pool.Options.Directory, log));
        var status = await pool.GuardAsync(audit.Ended.WaitAsync(stop));
        return new AuditOutcome(status, await File.ReadAllLinesAsync(log, stop));
    }
}
