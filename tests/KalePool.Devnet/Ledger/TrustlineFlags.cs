using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>Bits of account and trustline flags.</summary>
public static class TrustlineFlags
{
    public const uint Authorized = 1;
    public const uint MaintainLiabilities = 2;
    public const uint Clawback = 4;
    public const uint IssuerAuthRequired = 1;
    public const uint IssuerAuthRevocable = 2;
    public const uint IssuerAuthImmutable = 4;
    public const uint IssuerClawback = 8;

    public static bool IsAuthorized(this TrustLineEntry line) => (line.Flags & Authorized) != 0;
}
