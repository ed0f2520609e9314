using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Solo;

/// <summary>An account of one's own that farms.</summary>
/// <param name="Stake">Stroops of KALE for each plant.</param>
sealed record SoloAccount(KeyPair Key, long Stake)
{
    /// <summary>By which the rounds know it, as they know a pool's farmers.</summary>
    public Guid Id => new(Key.PublicKey.Span[..16]);

    public string Address => Key.Address;

    public SCAddress Farmer => KaleAddresses.Account(Key.PublicKey);

    /// <summary>Not its key.</summary>
    public override string ToString() => Address;
}
