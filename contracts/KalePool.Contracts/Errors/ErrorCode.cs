namespace KalePool.Contracts.Errors;

/// <summary>The stable codes of problem details and of failed rows. A code is never renamed.</summary>
public static class ErrorCode
{
    public const string InsufficientBalance = "insufficient_balance";
    public const string InsufficientXlm = "insufficient_xlm";
    public const string NotFunded = "not_funded";
    public const string NoTrustline = "no_trustline";
    public const string FarmerNotActive = "farmer_not_active";
    public const string FarmPaused = "farm_paused";
    public const string BlockClosed = "block_closed";
    public const string AlreadyPlanted = "already_planted";
    public const string NotPlanted = "not_planted";
    public const string NotWorked = "not_worked";
    public const string NotReady = "not_ready";
    public const string Expired = "expired";
    public const string HashInvalid = "hash_invalid";
    public const string PoolerFull = "pooler_full";
    public const string ProcessCrashed = "process_crashed";
    public const string PayoutNoTrustline = "payout_no_trustline";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string RateLimited = "rate_limited";
    public const string ValidationFailed = "validation_failed";
    public const string NotFound = "not_found";
    public const string Conflict = "conflict";
    public const string ChainUnavailable = "chain_unavailable";
    public const string UnknownOutcome = "unknown_outcome";
}
