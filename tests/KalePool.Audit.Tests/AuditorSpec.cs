using System.Numerics;
using KalePool.Audit.Evidence;
using KalePool.Audit.Tests.Traces;

namespace KalePool.Audit.Tests;

/// <summary>What the real contract did is balanced; what it did with one thing changed is not, and the audit says what.</summary>
public sealed class AuditorSpec
{
    static readonly DifferenceKind[] LeftBehind = [DifferenceKind.Unworked, DifferenceKind.Unharvested];

    [Theory]
    [InlineData("genesis")]
    [InlineData("router")]
    [InlineData("random-2")]
    [InlineData("decay-47837")]
    [InlineData("decay-134245")]
    [InlineData("expiry")]
    public async Task Finds_nothing_wrong_with_what_the_real_contract_did_but_the_pails_left_behind(string trace)
    {
        var (evidence, subjects) = await Chains.ReadAsync(trace);

        var report = Auditor.Audit(evidence, subjects);

        Assert.DoesNotContain(report.Differences, d => !LeftBehind.Contains(d.Kind));
        Assert.Equal(report.Sums.Planted - report.Sums.Harvested, report.Differences.Count);
        Assert.True(report.Sums.Harvested > 0);
        Assert.True(report.Sums.Rewards > 0);
    }

    /// <summary>Pails of nothing that came first in their blocks, alone, and of which nothing came after.</summary>
    static int OnlyOpened(ChainEvidence evidence, AuditSubjects subjects) => evidence.Transactions.Count(t =>
        t.Pails is [{ Before: null, After: { Worked: false } pail } only] && pail.Stake.IsZero && subjects.Wallets.Contains(only.Id.Farmer) && t.Blocks.Any(b => b.Id == only.Id.Block && b.Before is null) &&
        !evidence.Transactions.Any(later => later.Pails.Any(p => p.Id == only.Id && p.Before is not null)));

    [Fact]
    public async Task A_pail_of_nothing_is_left_behind_unless_it_opened_its_block()
    {
        var (evidence, subjects) = await Chains.ReadAsync("decay-47837");
        Assert.Empty(Auditor.Audit(evidence, subjects).Differences);
        Assert.Equal(1, OnlyOpened(evidence, subjects));
        var opening = evidence.Transactions.Single(t => t.Pails is [{ Before: null, After: { } pail }] && pail.Stake.IsZero && t.Blocks.Any(b => b.Before is null));
        var opened = opening.Blocks.Single(b => b.Before is null);

        var second = Replace(evidence, opening, opening with { Blocks = [.. opening.Blocks.Select(b => b == opened ? b with { Before = b.After } : b)] });

        Assert.Contains(DifferenceKind.Unworked, Kinds(Auditor.Audit(second, subjects)));
    }

    [Fact]
    public async Task Is_balanced_when_nothing_is_left_behind()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();

        var report = Auditor.Audit(evidence, subjects);

        Assert.Empty(report.Differences);
        Assert.True(report.Balanced);
        Assert.Equal("chain=balanced", report.Verdict);
    }

    [Fact]
    public async Task Notices_a_stroop_too_many_at_the_end()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var wallet = subjects.Wallets[0];
        var more = new Dictionary<string, Holding>(evidence.KaleAtEnd) { [wallet] = new Holding(evidence.KaleAtEnd[wallet].Stroops + 1) };

        var report = Auditor.Audit(evidence with { KaleAtEnd = more }, subjects);

        Assert.Equal([DifferenceKind.KaleBalance, DifferenceKind.Pool], Kinds(report));
        Assert.Equal("chain=UNBALANCED (2 differences)", report.Verdict);
    }

    [Fact]
    public async Task Notices_a_mint_that_is_larger_than_the_reward()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var mint = evidence.Kale.Last(e => e.Kind == AssetEventKind.Mint && subjects.Wallets.Contains(e.To!));

        var report = Auditor.Audit(Replace(evidence, mint, mint with { Amount = mint.Amount + 1 }), subjects);

        Assert.Contains(DifferenceKind.Reward, Kinds(report));
        Assert.Contains(report.Differences, d => d.Kind == DifferenceKind.Reward && d.Message.Contains(mint.TransactionHash, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notices_a_mint_that_no_harvest_stands_behind()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var transaction = evidence.Transactions.First(t => t.Pails.Count > 0);
        var invented = new AssetEvent(transaction.Ledger, transaction.Hash, AssetEventKind.Mint, null, subjects.Wallets[0], 7);

        var report = Auditor.Audit(evidence with { Kale = [.. evidence.Kale, invented] }, subjects);

        Assert.Contains(DifferenceKind.Reward, Kinds(report));
        Assert.Contains(DifferenceKind.KaleBalance, Kinds(report));
    }

    [Fact]
    public async Task Notices_a_stake_that_was_not_burnt()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var burn = evidence.Kale.First(e => e.Kind == AssetEventKind.Burn && subjects.Wallets.Contains(e.From!));

        var report = Auditor.Audit(evidence with { Kale = [.. evidence.Kale.Where(e => e != burn)] }, subjects);

        Assert.Contains(DifferenceKind.Stake, Kinds(report));
    }

    [Fact]
    public async Task Notices_a_pail_that_is_better_at_the_harvest_than_it_was_worked()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var harvest = evidence.Transactions.First(t => t.Pails.Any(p => p.After is null && subjects.Wallets.Contains(p.Id.Farmer)));
        var pail = harvest.Pails.First(p => p.After is null);
        var forged = pail with { Before = pail.Before! with { Zeros = pail.Before.Zeros + 3 } };

        var report = Auditor.Audit(Replace(evidence, harvest, harvest with { Pails = [.. harvest.Pails.Select(p => p == pail ? forged : p)] }), subjects);

        Assert.Contains(DifferenceKind.Pail, Kinds(report));
    }

    [Fact]
    public async Task Notices_block_totals_that_do_not_follow_from_the_works()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var work = evidence.Transactions.Last(t => t.Pails.Any(p => p.After is { Worked: true }) && t.Blocks.Count > 0);
        var block = work.Blocks[0];
        var forged = block with { After = block.After! with { NormalizedTotal = block.After.NormalizedTotal + 5 } };

        var report = Auditor.Audit(Replace(evidence, work, work with { Blocks = [forged] }), subjects);

        Assert.Contains(DifferenceKind.Block, Kinds(report));
    }

    [Fact]
    public async Task Notices_a_block_that_stands_otherwise_than_it_was_left()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var (index, block) = evidence.BlocksAtEnd.First();

        var report = Auditor.Audit(
            evidence with { BlocksAtEnd = new Dictionary<uint, Farm.AuditedBlock> { [index] = block with { StakedTotal = block.StakedTotal + 1 } } }, subjects);

        Assert.Equal([DifferenceKind.Block], Kinds(report));
    }

    [Fact]
    public async Task Notices_a_second_plant_in_one_block()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var plant = evidence.Transactions.First(t => t.Pails.Any(p => p.Before is null && subjects.Wallets.Contains(p.Id.Farmer)));
        var again = plant with { Hash = new string('a', 64), Order = plant.Order + 1, Blocks = [], Kale = [], Accounts = [] };

        var report = Auditor.Audit(
            evidence with { Transactions = [.. evidence.Transactions.SelectMany(t => t == plant ? [plant, again] : (AuditedTransaction[])[t])] }, subjects);

        Assert.Contains(DifferenceKind.PlantedTwice, Kinds(report));
    }

    [Fact]
    public async Task Notices_a_harvest_that_never_happened()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var harvest = evidence.Transactions.Last(t => t.Pails.Any(p => p.After is null));

        var report = Auditor.Audit(evidence with { Transactions = [.. evidence.Transactions.Where(t => t != harvest)] }, subjects);

        Assert.Contains(DifferenceKind.Unharvested, Kinds(report));
        Assert.Contains(DifferenceKind.KaleBalance, Kinds(report));
    }

    [Fact]
    public async Task Notices_a_fee_that_the_events_do_not_tell()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var paid = evidence.Transactions.Last(t => t.FeeSource == subjects.Wallets[0]);

        var report = Auditor.Audit(Replace(evidence, paid, paid with { FeeCharged = paid.FeeCharged + 100 }), subjects);

        Assert.Equal([DifferenceKind.XlmBalance, DifferenceKind.XlmBalance], Kinds(report));
    }

    [Fact]
    public async Task Notices_xlm_that_left_without_an_event()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();
        var account = subjects.FeeAccounts[0];
        var less = new Dictionary<string, Holding>(evidence.XlmAtEnd) { [account] = new Holding(evidence.XlmAtEnd[account].Stroops - BigInteger.One) };

        var report = Auditor.Audit(evidence with { XlmAtEnd = less }, subjects);

        Assert.Equal([DifferenceKind.XlmBalance], Kinds(report));
    }

    [Fact]
    public async Task Says_nothing_of_an_account_that_is_older_than_the_range()
    {
        var (evidence, subjects) = await Chains.WithoutLeftoversAsync();

        var refused = Assert.Throws<EvidenceException>(() => Auditor.Audit(evidence with { Transactions = [.. evidence.Transactions.Skip(20)] }, subjects));

        Assert.Contains("older", refused.Message, StringComparison.Ordinal);
    }

    static DifferenceKind[] Kinds(AuditReport report) => [.. report.Differences.Select(d => d.Kind)];

    static ChainEvidence Replace(ChainEvidence evidence, AssetEvent old, AssetEvent other) =>
        evidence with { Kale = [.. evidence.Kale.Select(e => e == old ? other : e)] };

    static ChainEvidence Replace(ChainEvidence evidence, AuditedTransaction old, AuditedTransaction other) =>
        evidence with { Transactions = [.. evidence.Transactions.Select(t => ReferenceEquals(t, old) ? other : t)] };
}
