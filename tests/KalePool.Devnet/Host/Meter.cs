using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>Counts instructions against what was declared.</summary>
public sealed class Meter(long limit)
{
    public long Instructions { get; private set; }

    /// <exception cref="HostException">Error(Budget, ExceededLimit).</exception>
    public void Charge(long instructions)
    {
        Instructions += instructions;
        if (Instructions > limit) throw new HostException(new SCError.Budget(SCErrorCode.ExceededLimit));
    }
}
