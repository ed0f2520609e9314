using KalePool.Audit.Evidence;
using KalePool.Audit.Tests.Traces;
using KalePool.Stellar.Rpc;

namespace KalePool.Audit.Tests;

public sealed class EvidenceReaderSpec
{
    readonly TraceChain _chain = TraceChain.Load("genesis");

    [Fact]
    public async Task Reads_the_same_from_small_pages_as_from_large_ones()
    {
        var subjects = new AuditSubjects(_chain.Farmers, _chain.Others);

        var large = await new EvidenceReader(_chain.Rpc(), _chain.Kale).ReadAsync(subjects, null, default);
        var small = await new EvidenceReader(_chain.Rpc(), _chain.Kale, 3, 3).ReadAsync(subjects, null, default);

        Assert.True(large.Transactions.Count > 30);
        Assert.Equal(large.Transactions.Select(t => t.Hash), small.Transactions.Select(t => t.Hash));
        Assert.Equal(large.Kale, small.Kale);
        Assert.Equal(large.Xlm, small.Xlm);
    }

    [Fact]
    public async Task Tells_the_asset_and_its_movements_apart_from_xlm()
    {
        var evidence = await new EvidenceReader(_chain.Rpc(), _chain.Kale).ReadAsync(new AuditSubjects(_chain.Farmers, []), null, default);

        Assert.Contains(evidence.Kale, e => e.Kind == AssetEventKind.Burn);
        Assert.Contains(evidence.Kale, e => e.Kind == AssetEventKind.Mint);
        Assert.Contains(evidence.Xlm, e => e.Kind == AssetEventKind.Fee);
        Assert.DoesNotContain(evidence.Kale, e => e.Kind == AssetEventKind.Fee);
        Assert.DoesNotContain(evidence.Xlm, e => e.Kind is AssetEventKind.Mint or AssetEventKind.Burn);
    }

    [Fact]
    public async Task Refuses_a_range_that_the_node_has_forgotten()
    {
        var refused = await Assert.ThrowsAsync<EvidenceException>(() =>
            new EvidenceReader(_chain.Rpc(), _chain.Kale).ReadAsync(new AuditSubjects(_chain.Farmers, []), _chain.FirstLedger - 1, default));

        Assert.Contains($"from ledger {_chain.FirstLedger}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_contract_that_is_no_farm()
    {
        await Assert.ThrowsAsync<EvidenceException>(() =>
            new EvidenceReader(_chain.Rpc(), _chain.AssetContract).ReadAsync(new AuditSubjects(_chain.Farmers, []), null, default));
    }

    [Fact]
    public async Task Names_the_transaction_that_cannot_be_read()
    {
        var rpc = _chain.Rpc();
        rpc.Transactions[5] = Copy(rpc.Transactions[5], rpc.Transactions[5].ResultMetaXdr[..^8]);

        var refused = await Assert.ThrowsAsync<EvidenceException>(() =>
            new EvidenceReader(rpc, _chain.Kale).ReadAsync(new AuditSubjects(_chain.Farmers, []), null, default));

        Assert.Contains(rpc.Transactions[5].TxHash!, refused.Message, StringComparison.Ordinal);
    }

    static TransactionInfo Copy(TransactionInfo t, string meta) =>
        new(t.Status, t.Ledger, t.CreatedAt, t.ApplicationOrder, t.FeeBump, t.EnvelopeXdr, t.ResultXdr, meta, t.TxHash);
}
