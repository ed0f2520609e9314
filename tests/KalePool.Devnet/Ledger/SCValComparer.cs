using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>The host's order of values: by arm, then numbers by value, byte strings lexicographically, vectors and maps element by element.</summary>
public sealed class SCValComparer : IComparer<SCVal>
{
    public static readonly SCValComparer Instance = new();

    SCValComparer()
    {
    }

    public int Compare(SCVal? x, SCVal? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        _ when x.Discriminant != y.Discriminant => x.Discriminant.CompareTo(y.Discriminant),
        (SCVal.I32 a, SCVal.I32 b) => a.Value.CompareTo(b.Value),
        (SCVal.I64 a, SCVal.I64 b) => a.Value.CompareTo(b.Value),
        (SCVal.I128 a, SCVal.I128 b) => a.Value.ToInt128().CompareTo(b.Value.ToInt128()),
        (SCVal.LedgerKeyNonce a, SCVal.LedgerKeyNonce b) => a.Value.Nonce.CompareTo(b.Value.Nonce),
        (SCVal.Bytes a, SCVal.Bytes b) => a.Value.CompareTo(b.Value),
        (SCVal.String a, SCVal.String b) => a.Value.CompareTo(b.Value),
        (SCVal.Symbol a, SCVal.Symbol b) => a.Value.CompareTo(b.Value),
        (SCVal.Vec a, SCVal.Vec b) => CompareItems(a.Value, b.Value, Instance.Compare),
        (SCVal.Map a, SCVal.Map b) => CompareItems(a.Value, b.Value, CompareEntries),
        (SCVal.Address a, SCVal.Address b) => Compare(a.Value, b.Value),
        // Unsigned numbers and the rest: big-endian bytes compare as the values do. The sign of I256's first limb decides before.
        (SCVal.I256 a, SCVal.I256 b) when a.Value.HiHi != b.Value.HiHi => a.Value.HiHi.CompareTo(b.Value.HiHi),
        _ => x.ToXdr().AsSpan().SequenceCompareTo(y.ToXdr()),
    };

    public static int Compare(SCAddress a, SCAddress b) =>
        a.Discriminant != b.Discriminant ? a.Discriminant.CompareTo(b.Discriminant) : a.ToXdr().AsSpan().SequenceCompareTo(b.ToXdr());

    static int CompareEntries(SCMapEntry a, SCMapEntry b)
    {
        var key = Instance.Compare(a.Key, b.Key);
        return key != 0 ? key : Instance.Compare(a.Val, b.Val);
    }

    static int CompareItems<T>(XdrArray<T>? a, XdrArray<T>? b, Comparison<T> compare)
    {
        if (a is null || b is null) return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            var item = compare(a[i], b[i]);
            if (item != 0) return item;
        }
        return a.Count.CompareTo(b.Count);
    }
}
