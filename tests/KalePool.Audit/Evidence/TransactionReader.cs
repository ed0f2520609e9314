using KalePool.Audit.Farm;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Evidence;

/// <summary>Reads an applied transaction's envelope, result and meta down to an <see cref="AuditedTransaction"/>.</summary>
/// <param name="kale">C… of the KALE contract.</param>
/// <param name="asset">The asset that it mints.</param>
public sealed class TransactionReader(string kale, TrustLineAsset asset)
{
    readonly SCAddress _kale = Addresses.Parse(kale);

    /// <exception cref="EvidenceException">The meta is of a version without its entries, or contradicts itself.</exception>
    public AuditedTransaction Read(
        string hash, uint ledger, uint order, bool succeeded, TransactionEnvelope envelope, TransactionResult result, TransactionMeta meta)
    {
        ArgumentNullException.ThrowIfNull(result);
        var pails = new List<Change<PailId, AuditedPail>>();
        var blocks = new List<Change<uint, AuditedBlock>>();
        var lines = new List<Change<string, Holding>>();
        var accounts = new List<Change<string, Holding>>();
        foreach (var change in EntryChanges.Pair(ChangesOf(meta)))
        {
            switch (change.Either)
            {
                case LedgerEntryData.ContractData(var data) when data.Contract == _kale:
                    ReadFarm(data.Key, change, pails, blocks);
                    break;
                case LedgerEntryData.Trustline(var line) when line.Asset == asset:
                    lines.Add(new(line.AccountID.ToText(), Balance(change.Before), Balance(change.After)));
                    break;
                case LedgerEntryData.Account(var account):
                    accounts.Add(new(account.AccountID.ToText(), Balance(change.Before), Balance(change.After)));
                    break;
            }
        }

        return new AuditedTransaction(hash, ledger, order, succeeded, FeeSource(envelope), result.FeeCharged, pails, blocks, lines, accounts);
    }

    public static string FeeSource(TransactionEnvelope envelope) => envelope switch
    {
        TransactionEnvelope.TxFeeBump(var bump) => Payer(bump.Tx.FeeSource),
        TransactionEnvelope.Tx(var v1) => Payer(v1.Tx.SourceAccount),
        TransactionEnvelope.TxV0(var v0) => Payer(Addresses.Source(v0.Tx.SourceAccountEd25519)),
        _ => throw new EvidenceException("an envelope of an unknown kind"),
    };

    static void ReadFarm(SCVal key, EntryChange change, List<Change<PailId, AuditedPail>> pails, List<Change<uint, AuditedBlock>> blocks)
    {
        if (FarmKey.AsPail(key) is { } pail) pails.Add(new(pail, Pail(change.Before), Pail(change.After)));
        else if (FarmKey.IsBlock(key, out var index)) blocks.Add(new(index, Block(change.Before), Block(change.After)));
    }

    static IEnumerable<LedgerEntryChange> ChangesOf(TransactionMeta meta) => meta switch
    {
        TransactionMeta.V4(var v4) => v4.TxChangesBefore.Concat(v4.Operations.SelectMany(o => o.Changes)).Concat(v4.TxChangesAfter),
        TransactionMeta.V3(var v3) => v3.TxChangesBefore.Concat(v3.Operations.SelectMany(o => o.Changes)).Concat(v3.TxChangesAfter),
        _ => throw new EvidenceException($"a meta of version {meta.GetType().Name}; 3 and 4 are known"),
    };

    static AuditedPail? Pail(LedgerEntryData? data) =>
        data is not LedgerEntryData.ContractData(var entry) ? null
            : AuditedPail.Read(entry.Val) ?? throw new EvidenceException("a pail that is not shaped like one");

    static AuditedBlock? Block(LedgerEntryData? data) =>
        data is not LedgerEntryData.ContractData(var entry) ? null
            : AuditedBlock.Read(entry.Val) ?? throw new EvidenceException("a block that is not shaped like one");

    static Holding? Balance(LedgerEntryData? data) => data switch
    {
        LedgerEntryData.Trustline(var line) => new Holding(line.Balance),
        LedgerEntryData.Account(var account) => new Holding(account.Balance),
        _ => null,
    };

    /// <summary>The account itself; a muxed one's number is nobody's balance.</summary>
    static string Payer(MuxedAccount account) => Addresses.Account(account.KeyOf()).ToText();
}
