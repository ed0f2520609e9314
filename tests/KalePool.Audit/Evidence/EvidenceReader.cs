using System.Globalization;
using KalePool.Audit.Farm;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Evidence;

/// <summary>
/// Reads a chain over RPC alone: first the balances, whose ledger ends the range, then every transaction and every movement of
/// KALE and XLM up to that ledger.
/// </summary>
/// <param name="kale">C… of the KALE contract.</param>
/// <param name="transactionsAPage">At most 200; eventsAPage at most 10 000: what servers allow.</param>
public sealed class EvidenceReader(IStellarRpc rpc, string kale, uint transactionsAPage = 200, uint eventsAPage = 1_000)
{
    const int Snapshots = 5;

    /// <param name="fromLedger">Null: as far back as the node remembers.</param>
    /// <exception cref="EvidenceException">What is needed is not there, or changes faster than it can be read.</exception>
    /// <exception cref="RpcException">The node did not answer.</exception>
    public async Task<ChainEvidence> ReadAsync(AuditSubjects subjects, uint? fromLedger, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var health = await rpc.GetHealthAsync(stop);
        var from = fromLedger ?? health.OldestLedger;
        if (from < health.OldestLedger) throw new EvidenceException($"the node remembers from ledger {health.OldestLedger} on, not from {from}");
        var asset = await ReadAssetAsync(stop);
        var (to, lines, accounts) = await ReadBalancesAsync(subjects, asset, stop);
        var transactions = await ReadTransactionsAsync(new TransactionReader(kale, asset.Asset.ToTrustLineAsset()), from, to, stop);
        var movements = await ReadEventsAsync(asset, from, to, stop);
        var blocks = await ReadBlocksAsync([.. transactions.SelectMany(t => t.Blocks).Select(c => c.Id).Distinct()], to, stop);
        return new ChainEvidence(
            from, to, transactions, [.. movements.Where(m => m.Contract == asset.Id).Select(m => m.Event)],
            [.. movements.Where(m => m.Contract == asset.XlmId).Select(m => m.Event)], lines, accounts, blocks);
    }

    async Task<AuditedAsset> ReadAssetAsync(CancellationToken stop)
    {
        var network = new Network((await rpc.GetNetworkAsync(stop)).Passphrase);
        var contract = AuditedAsset.ContractOf(await InstanceAsync(kale, stop));
        return AuditedAsset.Read(network, contract, await InstanceAsync(contract, stop));
    }

    async Task<LedgerEntryData> InstanceAsync(string contract, CancellationToken stop)
    {
        var key = LedgerKeys.ContractInstance(StrKey.Decode(StrKeyKind.Contract, contract));
        return (await rpc.ReadEntriesAsync([key], stop)).Find(key) ?? throw new EvidenceException($"no contract {contract} on this chain");
    }

    async Task<(uint Ledger, Dictionary<string, Holding> Kale, Dictionary<string, Holding> Xlm)> ReadBalancesAsync(
        AuditSubjects subjects, AuditedAsset asset, CancellationToken stop)
    {
        var everybody = subjects.Wallets.Concat(subjects.FeeAccounts).Distinct().Select(Addresses.Account).ToList();
        var keys = everybody.Select(LedgerKeys.Account).Concat(everybody.Select(k => LedgerKeys.TrustLine(k, asset.Asset))).ToList();
        for (var snapshot = 0; snapshot < Snapshots; snapshot++)
        {
            var picture = await rpc.ReadEntriesAsync(keys, stop);
            // Pages may be of different ledgers; they are one picture as long as nothing changed after the first.
            if (picture.Entries.Values.Any(e => e.LastModified > picture.Ledger)) continue;
            var entries = picture.Entries.Values.Select(e => e.Data).ToList();
            return (
                picture.Ledger,
                entries.OfType<LedgerEntryData.Trustline>().ToDictionary(l => l.Value.AccountID.ToText(), l => new Holding(l.Value.Balance)),
                entries.OfType<LedgerEntryData.Account>().ToDictionary(l => l.Value.AccountID.ToText(), l => new Holding(l.Value.Balance)));
        }

        throw new EvidenceException($"the balances changed while they were read, {Snapshots} times");
    }

    async Task<List<AuditedTransaction>> ReadTransactionsAsync(TransactionReader reader, uint from, uint to, CancellationToken stop)
    {
        var found = new List<AuditedTransaction>();
        string? cursor = null;
        while (true)
        {
            var page = await rpc.GetTransactionsAsync(
                new GetTransactionsRequest(cursor is null ? from : null, new Pagination(cursor, transactionsAPage)), stop);
            foreach (var info in page.Transactions.Where(t => t.Ledger <= to)) found.Add(Read(reader, info));
            if (page.Transactions.Count < transactionsAPage || page.Transactions[^1].Ledger > to) return found;
            cursor = page.Cursor ?? throw new EvidenceException("getTransactions: a full page without a cursor");
        }
    }

    static AuditedTransaction Read(TransactionReader reader, TransactionInfo info)
    {
        var hash = info.TxHash ?? throw new EvidenceException($"getTransactions: a transaction of ledger {info.Ledger} without its hash");
        try
        {
            return reader.Read(
                hash, info.Ledger, info.ApplicationOrder, info.Status == TransactionStatus.Success,
                info.DecodeEnvelope(), info.DecodeResult(), info.DecodeMeta());
        }
        catch (Exception e) when (e is RpcException or EvidenceException)
        {
            throw new EvidenceException($"transaction {hash}: {e.Message}", e);
        }
    }

    async Task<List<(string Contract, AssetEvent Event)>> ReadEventsAsync(AuditedAsset asset, uint from, uint to, CancellationToken stop)
    {
        EventFilter[] filters = [new EventFilter("contract", [asset.Id, asset.XlmId])];
        var found = new List<(string, AssetEvent)>();
        string? cursor = null;
        while (true)
        {
            var page = await rpc.GetEventsAsync(new GetEventsRequest(filters, cursor is null ? from : null, null, new Pagination(cursor, eventsAPage)), stop);
            foreach (var info in page.Events.Where(e => e.Ledger <= to))
            {
                var read = AssetEvent.Read(info.Ledger, info.TxHash, info.DecodeTopic(), info.DecodeValue());
                if (read is not null) found.Add((info.ContractId ?? "", read));
            }

            if (page.Events.Count > 0 && page.Events[^1].Ledger > to) return found;
            if (page.Cursor is null || LedgerOf(page.Cursor) is not { } reached) throw new EvidenceException($"getEvents: a cursor of '{page.Cursor}'");
            // A page that is not full ends where the server stopped looking; it looks through a bounded number of ledgers a call.
            if (page.Events.Count < eventsAPage && (reached >= to || page.Cursor == cursor)) return found;
            cursor = page.Cursor;
        }
    }

    async Task<Dictionary<uint, AuditedBlock>> ReadBlocksAsync(IReadOnlyList<uint> indices, uint to, CancellationToken stop)
    {
        var found = new Dictionary<uint, AuditedBlock>();
        if (indices.Count == 0) return found;
        var contract = StrKey.Decode(StrKeyKind.Contract, kale);
        var keys = indices.ToDictionary(i => FarmKey.BlockEntry(contract, i));
        foreach (var (key, entry) in (await rpc.ReadEntriesAsync(keys.Keys, stop)).Entries.Where(e => e.Value.LastModified <= to))
        {
            if (entry.Data is LedgerEntryData.ContractData(var data) && AuditedBlock.Read(data.Val) is { } block) found[keys[key]] = block;
        }

        return found;
    }

    /// <summary>A cursor of events is "TOID-index", a TOID's upper 32 bits the ledger.</summary>
    static uint? LedgerOf(string cursor) =>
        ulong.TryParse(cursor.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var toid)
            ? (uint)(toid >> 32)
            : null;
}
