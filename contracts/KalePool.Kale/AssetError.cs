namespace KalePool.Kale;

/// <summary>Error codes of the Stellar Asset Contract, which KALE calls to burn stakes and to mint rewards.</summary>
public enum AssetError
{
    NotSupported = 2,
    AlreadyInitialized = 3,
    Unauthorized = 4,
    Authentication = 5,
    AccountMissing = 6,
    NegativeAmount = 8,
    Allowance = 9,

    /// <summary>Not enough, above the trustline's limit, or below the reserve.</summary>
    Balance = 10,

    /// <summary>The issuer has frozen the trustline.</summary>
    BalanceDeauthorized = 11,
    Overflow = 12,
    TrustlineMissing = 13,
    Reserve = 14,
    TooManySubentries = 15,
}
