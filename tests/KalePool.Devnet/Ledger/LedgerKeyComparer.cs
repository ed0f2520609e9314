using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>The order of footprints and of changes in meta: by type, then field by field as the host compares them.</summary>
public sealed class LedgerKeyComparer : IComparer<LedgerKey>
{
    public static readonly LedgerKeyComparer Instance = new();

    LedgerKeyComparer()
    {
    }

    public int Compare(LedgerKey? x, LedgerKey? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (LedgerKey.ContractData a, LedgerKey.ContractData b) => CompareData(a.Value, b.Value),
        (LedgerKey.Account a, LedgerKey.Account b) => a.Value.AccountID.Bytes().CompareTo(b.Value.AccountID.Bytes()),
        (LedgerKey.Data a, LedgerKey.Data b) => CompareNamed(a.Value, b.Value),
        _ when x.Discriminant != y.Discriminant => x.Discriminant.CompareTo(y.Discriminant),
        // The other kinds hold enums, fixed bytes and codes of fixed length: their XDR compares as their fields do.
        _ => x.ToXdr().AsSpan().SequenceCompareTo(y.ToXdr()),
    };

    static int CompareNamed(LedgerKeyData a, LedgerKeyData b)
    {
        var account = a.AccountID.Bytes().CompareTo(b.AccountID.Bytes());
        return account != 0 ? account : a.DataName.CompareTo(b.DataName);
    }

    static int CompareData(LedgerKeyContractData a, LedgerKeyContractData b)
    {
        var contract = SCValComparer.Compare(a.Contract, b.Contract);
        if (contract != 0) return contract;
        var key = SCValComparer.Instance.Compare(a.Key, b.Key);
        return key != 0 ? key : a.Durability.CompareTo(b.Durability);
    }
}
