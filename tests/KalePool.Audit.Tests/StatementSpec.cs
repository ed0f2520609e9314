using System.Numerics;
using KalePool.Audit.Evidence;
using KalePool.Audit.Statements;
using KalePool.Audit.Tests.Traces;

namespace KalePool.Audit.Tests;

/// <summary>A statement that tells what the real contract did is right; one that tells anything else is not.</summary>
public sealed class StatementSpec
{
    const string Header = "time,kind,block_index,outcome,staked,stake_returned,reward,change,xlm_fee,ledger,transaction_hash,error";

    [Theory]
    [InlineData("decay-47837")]
    [InlineData("router")]
    [InlineData("random-2")]
    public async Task What_the_chain_shows_is_told_rightly(string trace)
    {
        var (evidence, subjects) = await Chains.ReadAsync(trace);
        var told = subjects.Wallets.ToDictionary(w => w, w => True(evidence, w));
        Assert.Contains(told.Values, lines => lines.Any(l => l.Reward > 0));

        Assert.DoesNotContain(Auditor.Audit(evidence, subjects, told).Differences, d => d.Kind == DifferenceKind.Statement);
    }

    [Fact]
    public async Task A_transfer_is_told_by_its_transaction()
    {
        var (evidence, subjects) = await Chains.ReadAsync("token");
        var wallet = subjects.Wallets.First(w => True(evidence, w).Any(l => l.Transaction is not null));
        var lines = True(evidence, wallet);
        var moved = lines.First(l => l.Transaction is not null);

        Assert.Empty(Named(lines));
        Assert.Single(Named([.. lines.Select(l => l == moved ? l with { Change = l.Change + 1 } : l)]));
        Assert.Single(Named([.. lines.Where(l => l != moved)]));
        Assert.Single(Named([.. lines.Select(l => l == moved ? l with { Transaction = null } : l)]));

        IEnumerable<Difference> Named(IReadOnlyList<AuditedLine> told) =>
            StatementDifferences(evidence, subjects, wallet, told).Where(d => d.Message.Contains(moved.Transaction!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stroop_too_many_or_too_few_is_found_in_every_part_of_a_block()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var wallet = subjects.Wallets[0];
        var lines = True(evidence, wallet);

        Assert.Empty(StatementDifferences(evidence, subjects, wallet, lines));
        foreach (var by in new[] { -1, 1 })
        {
            Assert.NotEmpty(Differences(l => l with { Staked = l.Staked + by, Change = l.Change - by }));
            Assert.NotEmpty(Differences(l => l with { StakeReturned = l.StakeReturned + by, Change = l.Change + by }));
            Assert.NotEmpty(Differences(l => l with { Reward = l.Reward + by, Change = l.Change + by }));
            Assert.NotEmpty(Differences(l => l with { Change = l.Change + by }));
            Assert.NotEmpty(Differences(l => l with { Reward = l.Reward + by, StakeReturned = l.StakeReturned - by }));
        }
        Assert.NotEmpty(Differences(l => l with { Block = l.Block + 1000 }));
        Assert.NotEmpty(StatementDifferences(evidence, subjects, wallet, [.. lines.Skip(1)]));
        Assert.NotEmpty(StatementDifferences(evidence, subjects, wallet, [.. lines, lines[0]]));

        IEnumerable<Difference> Differences(Func<AuditedLine, AuditedLine> change) => StatementDifferences(evidence, subjects, wallet, [change(lines[0]), .. lines.Skip(1)]);
    }

    [Fact]
    public void Is_read_as_the_pool_writes_it()
    {
        var text = $"{Header}\r\n2026-01-02T03:04:05.000Z,block,7,harvested,500,500,12,12,40000,,,\r\n2026-01-02T03:04:05.000Z,exit,,,,,,-512,300,9,ab,\r\n";

        Assert.Equal([new("block", 7, 500, 500, 12, 12, null), new("exit", null, 0, 0, 0, -512, "ab")], StatementFile.Read(text, "s.csv"));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("kind,block_index\r\nblock,1", "column")]
    [InlineData(Header + "\nblock", "12 cells")]
    [InlineData(Header + "\n,block,x,,,,,1,,,,", "block_index")]
    [InlineData(Header + "\n,block,1,,1.5,,,1,,,,", "staked")]
    [InlineData(Header + "\n,block,-1,,1,,,1,,,,", "line 2")]
    public void What_is_no_statement_is_refused_with_its_place(string text, string named) =>
        Assert.Contains(named, Assert.Throws<EvidenceException>(() => StatementFile.Read(text, "s.csv")).Message, StringComparison.Ordinal);

    static IEnumerable<Difference> StatementDifferences(ChainEvidence evidence, AuditSubjects subjects, string wallet, IReadOnlyList<AuditedLine> told) =>
        Auditor.Audit(evidence, subjects, new Dictionary<string, IReadOnlyList<AuditedLine>> { [wallet] = told }).Differences.Where(d => d.Kind == DifferenceKind.Statement);

    /// <summary>From the metas of plants and harvests and the asset's own events; each transaction of a trace harvests for a wallet once at most.</summary>
    static IReadOnlyList<AuditedLine> True(ChainEvidence evidence, string wallet)
    {
        var changes = evidence.Transactions.SelectMany(t => t.Pails.Where(p => p.Id.Farmer == wallet).Select(p => (Transaction: t, Change: p))).ToLookup(c => c.Change.Id.Block);
        var transfers = evidence.Kale.Where(e => e.Kind == AssetEventKind.Transfer && (e.From == wallet || e.To == wallet));
        return
        [
            .. changes.Select(block =>
            {
                var staked = block.First().Change is { Before: null, After: { } pail } ? pail.Stake : BigInteger.Zero;
                var harvest = block.FirstOrDefault(c => c.Change.After is null);
                var returned = harvest.Change?.Before?.Stake ?? 0;
                var minted = harvest.Change is null ? 0 : Sum(evidence.Kale.Where(e => e.Kind == AssetEventKind.Mint && e.To == wallet && e.TransactionHash == harvest.Transaction.Hash).Select(e => e.Amount));
                return new AuditedLine("block", block.Key, staked, returned, minted - returned, minted - staked, null);
            }),
            .. transfers.GroupBy(e => e.TransactionHash, e => e.EffectOn(wallet)).Where(g => Sum(g) != 0).Select(g => new AuditedLine("deposit", null, 0, 0, 0, Sum(g), g.Key)),
        ];
    }

    static BigInteger Sum(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, BigInteger.Add);
}
