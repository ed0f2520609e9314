using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>What a trustline can give and take. Amounts in the asset's stroops.</summary>
public static class TrustLineEntries
{
    const uint AuthorizedFlag = 1;

    /// <summary>Whether it may be paid from and to; the issuer can take that away.</summary>
    public static bool IsAuthorized(this TrustLineEntry line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return (line.Flags & AuthorizedFlag) != 0;
    }

    public static Liabilities Liabilities(this TrustLineEntry line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Ext is TrustLineEntryExt.V1 v1 ? v1.Value.Liabilities : new Liabilities(0, 0);
    }

    public static long AvailableBalance(this TrustLineEntry line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return checked(line.Balance - line.Liabilities().Selling);
    }

    /// <summary>What still fits below its limit.</summary>
    public static long Capacity(this TrustLineEntry line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return checked(line.Limit - line.Balance - line.Liabilities().Buying);
    }
}
