using KalePool.Audit;
using KalePool.Audit.Evidence;
using KalePool.Backend.ReadModel;
using KalePool.Domain.Farmers;
using KalePool.Simulation.Chain;
using KalePool.Simulation.Nodes;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Simulation.Checks;

/// <summary>What must be so at the end of every seed.</summary>
sealed class LastChecks(Disk disk, SimulatedChain chain, TimeProvider time, Findings findings)
{
    /// <param name="wallets">Custodial.</param>
    /// <param name="feeAccounts">The pooler's.</param>
    /// <param name="isExcused">Whether the pool could do nothing for the pails of a block.</param>
    public async Task<AuditSums> RunAsync(IReadOnlyList<string> wallets, IReadOnlyList<string> feeAccounts, Func<string, bool> isExcused)
    {
        using var http = new HttpClient(new DirectWire(chain.Rpc));
        var evidence = await new EvidenceReader(new StellarRpcClient(http, new Uri("http://devnet.simulated")), chain.Farm.Contract).ReadAsync(new AuditSubjects(wallets, feeAccounts), null, CancellationToken.None);
        var report = Auditor.Audit(evidence, new AuditSubjects(wallets, feeAccounts));
        foreach (var difference in report.Differences)
        {
            if (difference.Kind != DifferenceKind.Unworked) findings.Add(Check.Audit, difference.ToString());
            else if (!isExcused(difference.Message)) findings.Add(Check.Unworked, difference.Message);
        }
        CheckBalances();
        CheckMemos();
        await CheckReadModelAsync();
        return report.Sums;
    }

    /// <summary>Also that every event of every farmer can be read, and makes a state.</summary>
    void CheckBalances()
    {
        foreach (var id in disk.Journal.Ids("farmer-"))
        {
            var farmer = StateOf(id);
            var (journal, onChain) = (farmer.BalanceStroops, chain.KaleOf(farmer.CustodialWallet));
            if (journal != onChain) findings.Add(Check.Balance, $"{id}: {journal} stroops by the journal, {onChain} on the chain");
            if (farmer.UnexplainedLossStroops != 0) findings.Add(Check.Balance, $"{id}: a loss of {farmer.UnexplainedLossStroops} stroops that nothing explains");
            if (farmer.UnknownActs.Count > 0) findings.Add(Check.Balance, $"{id}: {farmer.UnknownActs.Count} acts of which nobody knows what has become");
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
