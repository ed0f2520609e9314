namespace KalePool.Stellar.Xdr;

/// <summary>A value of Stellar's wire format (RFC 4506 XDR as the protocol narrows it). Every type here has value equality.</summary>
public interface IXdr<TSelf> where TSelf : IXdr<TSelf>
{
    /// <summary>Reads one value; what follows it is left in the reader.</summary>
    /// <exception cref="XdrException">The bytes are not the canonical encoding of a value of this type.</exception>
    static abstract TSelf Read(ref XdrReader reader);

    void Write(XdrWriter writer);
}
