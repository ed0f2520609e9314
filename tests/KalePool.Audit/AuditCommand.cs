using System.CommandLine;
using KalePool.Audit.Evidence;
using KalePool.Audit.Statements;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit;

/// <summary>The command line. Exit status: 0 balanced, 1 not balanced, 2 it could not be audited.</summary>
static class AuditCommand
{
    const int CouldNot = 2;

    public static RootCommand Build()
    {
        var rpc = new Option<string>("--rpc") { Description = "Address of a Stellar RPC server", Required = true };
        var kale = new Option<string>("--kale") { Description = "C… of the KALE contract", Required = true };
        var wallets = new Option<string[]>("--wallet") { Description = "G… of a custodial wallet; any number of times" };
        var file = new Option<FileInfo?>("--wallets") { Description = "A file with one G… a line; '#' begins a comment" };
        var fees = new Option<string[]>("--fee-account") { Description = "G… of a further account whose XLM is audited: a pooler's" };
        var statements = new Option<DirectoryInfo?>("--statements") { Description = "A folder with the statement of each wallet as the pool gives it, G….csv: checked against the chain" };
        var from = new Option<uint?>("--from") { Description = "The first ledger; without it the oldest that the server remembers" };
        var command = new RootCommand("Reads a KALE chain over RPC alone and proves every balance of a pool's wallets.")
        {
            rpc, kale, wallets, file, fees, statements, from,
        };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetRequiredValue(rpc), parsed.GetRequiredValue(kale), parsed.GetValue(wallets) ?? [], parsed.GetValue(file),
            parsed.GetValue(fees) ?? [], parsed.GetValue(statements), parsed.GetValue(from), stop));
        return command;
    }

    static async Task<int> RunAsync(string rpc, string kale, string[] wallets, FileInfo? file, string[] fees, DirectoryInfo? statements, uint? from, CancellationToken stop)
    {
        try
        {
            var subjects = Subjects([.. wallets, .. Lines(file)], fees);
            if (!StrKey.IsValid(StrKeyKind.Contract, kale)) throw new EvidenceException($"--kale: '{kale}' is no C… address of a contract");
            if (!Uri.TryCreate(rpc, UriKind.Absolute, out var address)) throw new EvidenceException($"--rpc: '{rpc}' is no address");
            var told = statements is null ? null : subjects.Wallets.ToDictionary(w => w, w => Statement(statements, w));
            using var http = new HttpClient();
            var evidence = await new EvidenceReader(new StellarRpcClient(http, address), kale).ReadAsync(subjects, from, stop);
            var report = Auditor.Audit(evidence, subjects, told);
            Print(evidence, report);
            return report.Balanced ? 0 : 1;
        }
        catch (Exception e) when (e is EvidenceException or RpcException or XdrException or IOException or ArgumentException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"cannot audit: {e.Message}");
            return CouldNot;
        }
    }

    static AuditSubjects Subjects(IReadOnlyList<string> wallets, IReadOnlyList<string> fees)
    {
        if (wallets.Count == 0) throw new EvidenceException("no wallet to audit: give --wallet or --wallets");
        foreach (var address in wallets.Concat(fees))
        {
            if (!StrKey.IsValid(StrKeyKind.Account, address)) throw new EvidenceException($"'{address}' is no G… address of an account");
        }

        return new AuditSubjects([.. wallets.Distinct()], [.. fees.Distinct()]);
    }

    static IReadOnlyList<AuditedLine> Statement(DirectoryInfo folder, string wallet)
    {
        var file = Path.Combine(folder.FullName, wallet + ".csv");
        return File.Exists(file) ? StatementFile.Read(File.ReadAllText(file), file) : throw new EvidenceException($"--statements: there is no {file}");
    }

    static IEnumerable<string> Lines(FileInfo? file) =>
        file is null ? [] : File.ReadLines(file.FullName).Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0);

    static void Print(ChainEvidence evidence, AuditReport report)
    {
        foreach (var difference in report.Differences) Console.WriteLine(difference);
        var sums = report.Sums;
        Console.WriteLine($"ledgers={evidence.FromLedger}-{evidence.ToLedger} transactions={evidence.Transactions.Count} wallets={sums.Wallets}");
        Console.WriteLine($"planted={sums.Planted} worked={sums.Worked} harvested={sums.Harvested} stakes={sums.Stakes} rewards={sums.Rewards}");
        Console.WriteLine($"deposits={sums.Deposits} withdrawals={sums.Withdrawals} balance={sums.Balance} xlm_fees={sums.XlmFees}");
        Console.WriteLine(report.Verdict);
    }
}
