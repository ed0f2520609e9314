using System.Security.Cryptography;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>The entries that a contract transaction may touch.</summary>
public static class Footprints
{
    /// <summary>The network's bound on both lists together (July 2026).</summary>
    public const int MaxKeys = 400;

    /// <exception cref="ArgumentException">What validators refuse: a key twice, in whichever list, or one of a kind no contract touches.</exception>
    public static LedgerFootprint Of(IEnumerable<LedgerKey> readOnly, IEnumerable<LedgerKey> readWrite)
    {
        var footprint = new LedgerFootprint(readOnly.ToXdrArray(), readWrite.ToXdrArray());
        var seen = new HashSet<LedgerKey>();
        foreach (var key in footprint.ReadOnly.Concat(footprint.ReadWrite))
        {
            if (key is not (LedgerKey.Account or LedgerKey.Trustline or LedgerKey.ContractData or LedgerKey.ContractCode))
                throw new ArgumentException($"{key.GetType().Name} keys have no place in a footprint");
            if (!seen.Add(key)) throw new ArgumentException($"{key.ToBase64()} stands twice in the footprint");
        }
        return seen.Count <= MaxKeys ? footprint : throw new ArgumentException($"{seen.Count} keys in a footprint, {MaxKeys} at most");
    }

    /// <param name="resourceFee">Stroops: the most that the resources may cost.</param>
    public static SorobanTransactionData WithFee(this SorobanResources resources, long resourceFee)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(resourceFee);
        return new SorobanTransactionData(new SorobanTransactionDataExt.V0(), resources, resourceFee);
    }

    /// <summary>The key of the entry that holds another's time to live: its hash is the SHA-256 of that entry's key.</summary>
    public static LedgerKey TtlKey(LedgerKey key) => new LedgerKey.Ttl(new LedgerKeyTtl(SHA256.HashData(key.ToXdr())));
}
