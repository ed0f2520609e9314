using System.Globalization;
using System.Text.RegularExpressions;
using KalePool.Audit;
using KalePool.Audit.Evidence;
using KalePool.Backend.ReadModel;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Simulation.Chain;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Nodes;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Simulation.Checks;

/// <summary>What must be so at the end of every seed.</summary>
sealed partial class LastChecks(Disk disk, SimulatedChain chain, FaultPlan faults, TimeProvider time, Findings findings)
{
    readonly RescueExcuse _excuse = new(chain, faults.Disturbances);

    /// <summary>Pails that nobody worked where no ledger in the time of their rescue was free of what prevents one.</summary>
    public int Excused { get; private set; }

    /// <param name="wallets">Custodial.</param>
    /// <param name="feeAccounts">The pooler's.</param>
    public async Task<AuditSums> RunAsync(IReadOnlyList<string> wallets, IReadOnlyList<string> feeAccounts)
    {
        using var http = new HttpClient(new DirectWire(chain.Rpc));
        var evidence = await new EvidenceReader(new StellarRpcClient(http, new Uri("http://devnet.simulated")), chain.Farm.Contract).ReadAsync(new AuditSubjects(wallets, feeAccounts), null, CancellationToken.None);
        var report = Auditor.Audit(evidence, new AuditSubjects(wallets, feeAccounts));
        foreach (var difference in report.Differences)
        {
            if (difference.Kind != DifferenceKind.Unworked) findings.Add(Check.Audit, difference.ToString());
            else if (IsExcused(difference.Message)) Excused++;
            else findings.Add(Check.Unworked, difference.Message);
        }
        CheckBalances();
        CheckMemos();
        await CheckReadModelAsync();
        return report.Sums;
    }

    bool IsExcused(string unworked)
    {
        var pail = PailOf().Match(unworked).Groups;
        var wallet = pail[1].Value;
        return _excuse.Is(uint.Parse(pail[2].Value, CultureInfo.InvariantCulture), wallet, disk.Journal.Ids("farmer-").Single(id => StateOf(id).CustodialWallet == wallet));
    }

    [GeneratedRegex(@"of (G[A-Z2-7]{55}) in block (\d+)")]
    private static partial Regex PailOf();

    /// <summary>Also that every event of every farmer can be read, and makes a state.</summary>
    void CheckBalances()
    {
        foreach (var id in disk.Journal.Ids("farmer-"))
        {
            CheckOutcomes(id);
            var farmer = StateOf(id);
            var (journal, onChain) = (farmer.BalanceStroops, chain.KaleOf(farmer.CustodialWallet));
            if (journal != onChain) findings.Add(Check.Balance, $"{id}: {journal} stroops by the journal, {onChain} on the chain");
            if (farmer.UnexplainedLossStroops != 0) findings.Add(Check.Balance, $"{id}: a loss of {farmer.UnexplainedLossStroops} stroops that nothing explains");
            if (farmer.UnknownActs.Count > 0) findings.Add(Check.Balance, $"{id}: {farmer.UnknownActs.Count} acts of which nobody knows what has become");
        }
    }

    /// <summary>What has succeeded on the chain is a success in the journal, and what is said not to have happened is not on the chain.</summary>
    void CheckOutcomes(string id)
    {
        var state = FarmerState.Empty;
        foreach (var e in disk.Journal.EventsOf(id).Cast<FarmerEvent>())
        {
            var before = state.OpenAct;
            state = state.Apply(e);
            if (before is null || state.OpenAct is not null || e.GetType().GetProperty("Result")?.GetValue(e) is not ActResult result) continue;
            var applied = chain.Chain.View.History.Transactions.GetValueOrDefault(Opaque.FromHex(before.Envelope.Hash));
            if (applied is { Succeeded: true } && result != ActResult.Success || applied is not null && result == ActResult.NotHappened)
                findings.Add(Check.Outcome, $"{id}: {e.GetType().Name} of {before.Envelope.Hash} says {result}, the chain {(applied.Succeeded ? "success" : "failed")}");
        }
    }

    void CheckMemos()
    {
        var paid = new HashSet<string>();
        foreach (var tx in chain.Chain.View.History.Transactions.Values.Where(t => t.Succeeded))
        {
            if (Envelopes.Inner(tx.Envelope).Memo is Memo.Hash { Value: var memo } && !paid.Add($"{Envelopes.Inner(tx.Envelope).SourceAccount.ToText()} {memo.ToHex()}"))
                findings.Add(Check.PaidTwice, $"{tx.Hash.ToHex()} pays what has been paid");
        }
    }

    async Task CheckReadModelAsync()
    {
        var tables = new ReadModelDump(disk.Database);
        await new ReadModelProjection(disk.Database, time).CatchUpAsync((_, _) => { }, CancellationToken.None);
        foreach (var (id, balance, moved) in await tables.BalancesAsync())
        {
            var journal = StateOf($"farmer-{id:N}").BalanceStroops;
            if (journal != balance || journal != moved) findings.Add(Check.ReadModel, $"farmer {id:D}: {journal} stroops by the journal, {balance} by the read model, {moved} by its movements");
        }
        var before = await tables.AllAsync();
        await ReadModelTables.ResetAsync(disk.Database, CancellationToken.None);
        await new ReadModelProjection(disk.Database, time).CatchUpAsync((_, _) => { }, CancellationToken.None);
        if (await tables.AllAsync() is var after && before != after) findings.Add(Check.ReadModel, $"rebuilt, it is another one:\n{before}\n{after}");
    }

    FarmerState StateOf(string id) => disk.Journal.EventsOf(id).Cast<FarmerEvent>().Aggregate(FarmerState.Empty, (state, e) => state.Apply(e));
}
