using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Chain;

/// <summary>A work that saves the stake and nothing else: its hash has no leading zero, so that every real one that lands later is still better.</summary>
public static class RescueWork
{
    /// <summary>The first nonce that serves; fifteen of sixteen do.</summary>
    /// <param name="entropy">Of the block, 32 bytes.</param>
    public static KaleCall.Work Find(uint index, Opaque entropy, SCAddress farmer)
    {
        for (var nonce = 0UL; ; nonce++)
        {
            var hash = ProofOfWork.Hash(index, nonce, entropy, farmer);
            if (ProofOfWork.Zeros(hash) == 0) return new KaleCall.Work(farmer, hash, nonce);
        }
    }
}
