namespace KalePool.Contracts.Admin;

/// <summary>What a farmer is owed for a step that others failed. Amounts in stroops of KALE.</summary>
/// <param name="CompensationType">plant_failure or work_failure.</param>
/// <param name="OwedBy">backend or pooler.</param>
/// <param name="Netted">Of the amount: a share that the farmer owed the pooler and keeps instead.</param>
/// <param name="Remaining">To be paid, in one payment; 0 once it is settled.</param>
/// <param name="Reason">How the amount came about.</param>
/// <param name="Memo">Hex of the 32 bytes that the paying transaction must have as memo of kind hash.</param>
/// <param name="Destination">To whom: the custodial wallet, or the payout wallet of a departed farmer.</param>
/// <param name="PaidTxHash">Of the transaction that paid what remained; null where it was netted in full.</param>
public sealed record CompensationRow(
    Guid Id,
    Guid PoolerId,
    Guid FarmerId,
    uint BlockIndex,
    string CompensationType,
    string OwedBy,
    long Amount,
    long Netted,
    long Remaining,
    string Reason,
    bool IsPaid,
    DateTimeOffset CreatedAt,
    string Memo,
    string Destination,
    string? PaidTxHash = null);

/// <param name="Compensations">Newest first.</param>
/// <param name="AsOf">Everything that happened before is in it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record CompensationList(IReadOnlyList<CompensationRow> Compensations, DateTimeOffset AsOf, string? NextCursor = null);

/// <param name="TransactionHash">64 hex digits; one that has succeeded, with the memo, and pays what remains to the destination.</param>
public sealed record CompensationPaidRequest(string TransactionHash);
