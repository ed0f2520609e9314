using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>The contract's state as a call finds it. What has expired is absent.</summary>
public interface IKaleView
{
    FarmState Farm { get; }

    KaleBlock? Block(uint index);

    KalePail? Pail(SCAddress farmer, uint index);
}
