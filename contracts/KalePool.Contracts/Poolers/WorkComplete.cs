namespace KalePool.Contracts.Poolers;

/// <summary>What became of the pooler's works. The backend believes the pail on the chain, not the report.</summary>
public sealed record WorkCompleteRequest(uint BlockIndex, Guid PoolerId, DateTimeOffset Timestamp, IReadOnlyList<WorkResult> WorkResults);

/// <param name="Status"><see cref="WorkStatus"/>.</param>
/// <param name="Hash">Hex of the keccak-256 hash, 64 characters; with a success.</param>
/// <param name="Gap">Ledgers between plant and work; with a success.</param>
/// <param name="Error">An <see cref="Errors.ErrorCode"/>; with a failure.</param>
public sealed record WorkResult(
    Guid FarmerId,
    string Status,
    ulong? Nonce = null,
    string? Hash = null,
    uint? Zeros = null,
    uint? Gap = null,
    string? WorkTxHash = null,
    string? Error = null,
    bool? CompensationRequired = null);

public static class WorkStatus
{
    public const string Success = "success";
    public const string Failed = "failed";
}

/// <param name="CompensationAmount">
/// Stroops of KALE that the pooler owes for this report's failures: as decided, and as it would be now where the block's outcome is still open.
/// </param>
public sealed record WorkCompleteResponse(bool Success, int WorkRecorded, long CompensationAmount, IReadOnlyList<Guid> ReadyForHarvest);
