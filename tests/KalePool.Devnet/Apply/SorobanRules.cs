using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>What must hold of a contract transaction before any state is looked at.</summary>
static class SorobanRules
{
    /// <summary>Core's upper bound of a declared resource fee, stroops.</summary>
    public const long MaxResourceFee = 1L << 50;

    /// <summary>Null if nothing is wrong.</summary>
    public static TransactionResultResult? Check(TransactionFrame frame, DevnetSettings settings)
    {
        if (frame.Tx.Operations.Count != 1 || frame.Soroban is null) return new TransactionResultResult.TxMalformed();
        if (!HasPlainParts(frame)) return new TransactionResultResult.TxSorobanInvalid();
        if (frame.Soroban.ResourceFee is < 0 or > MaxResourceFee) return new TransactionResultResult.TxMalformed();
        var declared = frame.Soroban;
        var fine = WithinLimits(declared.Resources, frame.Size, settings.Limits)
            && ValidFootprint(declared.Resources.Footprint, settings.Limits)
            && ValidArchivedIndices(declared)
            && ResourceFees.NonRefundable(declared, frame.Size, settings.Fees) <= declared.ResourceFee;
        return fine ? null : new TransactionResultResult.TxSorobanInvalid();
    }

    /// <summary>A contract call signs for its authorizations by source and memo being plain: neither muxed source nor memo.</summary>
    static bool HasPlainParts(TransactionFrame frame) =>
        frame.Tx.Operations[0].Body is not OperationBody.InvokeHostFunction
        || (frame.Tx.Memo is Memo.None && frame.Tx.SourceAccount is MuxedAccount.Ed25519 && frame.Tx.Operations[0].SourceAccount is null or MuxedAccount.Ed25519);

    static bool WithinLimits(SorobanResources resources, int size, LedgerLimits limits)
    {
        var footprint = resources.Footprint;
        var disk = footprint.ReadOnly.Concat(footprint.ReadWrite).Count(key => !key.IsContract());
        return resources.Instructions <= limits.TransactionInstructions
            && resources.DiskReadBytes <= limits.TransactionDiskReadBytes
            && resources.WriteBytes <= limits.TransactionWriteBytes
            && footprint.ReadOnly.Count + footprint.ReadWrite.Count <= limits.TransactionFootprintEntries
            && disk <= limits.TransactionDiskReadEntries
            && footprint.ReadWrite.Count <= limits.TransactionWriteEntries
            && size <= limits.TransactionBytes;
    }

    static bool ValidFootprint(LedgerFootprint footprint, LedgerLimits limits)
    {
        var seen = new HashSet<LedgerKey>();
        foreach (var key in footprint.ReadOnly.Concat(footprint.ReadWrite))
        {
            if (!seen.Add(key) || !ValidKey(key, limits)) return false;
        }
        return true;
    }

    static bool ValidKey(LedgerKey key, LedgerLimits limits) => key switch
    {
        LedgerKey.Account => true,
        LedgerKey.Trustline line => line.Value.Asset.ToAsset() is { } asset and not Asset.Native && asset.IsValid() && asset.Issuer() != line.Value.AccountID,
        LedgerKey.ContractData or LedgerKey.ContractCode => key.ToXdr().Length <= limits.KeyBytes,
        _ => false,
    };

    /// <summary>Indices into the written keys, ascending, of persistent entries only.</summary>
    static bool ValidArchivedIndices(SorobanTransactionData data)
    {
        if (data.Ext is not SorobanTransactionDataExt.V1 ext) return true;
        long last = -1;
        foreach (var index in ext.Value.ArchivedSorobanEntries)
        {
            if (index <= last || index >= data.Resources.Footprint.ReadWrite.Count || !data.Resources.Footprint.ReadWrite[(int)index].IsPersistent()) return false;
            last = index;
        }
        return true;
    }
}
