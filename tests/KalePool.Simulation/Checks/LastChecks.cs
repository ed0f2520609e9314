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
    /// <summary>
    /// From before the time of a rescue until the block's end. Whatever goes wrong in it may keep the pool from a rescue: a request that is lost is given up after 10 s, and until
    /// then the watch of the chain, who asks one thing at a time, sees nothing.
    /// </summary>
    static readonly TimeSpan RescueTime = TimeSpan.FromSeconds(35);

    /// <summary>Pails that nobody worked where something had gone wrong in the time of their rescue.</summary>
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

    /// <summary>A block that nobody has ended yet can still be worked.</summary>
    bool IsExcused(string unworked) => chain.Ended.TryGetValue(uint.Parse(BlockOf().Match(unworked).Groups[1].Value, CultureInfo.InvariantCulture), out var ended) && faults.WasDisturbed(ended - RescueTime, ended);

    [GeneratedRegex(@"in block (\d+)")]
    private static partial Regex BlockOf();

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
