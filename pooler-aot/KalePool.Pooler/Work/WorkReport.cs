using KalePool.Contracts.Errors;
using KalePool.Contracts.Poolers;

namespace KalePool.Pooler.Work;

/// <summary>What the backend is told of works: what the pail on the chain shows, with the hash that was sent for it.</summary>
static class WorkReport
{
    /// <summary>Works that the chain shows and the backend was not told of. A work of somebody else is the backend's to see.</summary>
    public static IReadOnlyList<WorkResult> Successes(IEnumerable<FarmerRound> farmers) =>
    [
        .. from farmer in farmers
           where farmer is { IsWorked: true, Sent: not null } && farmer.Pail!.Zeros == (uint)farmer.Sent.Value.Zeros && farmer.ReportedZeros != farmer.Pail.Zeros
           let sent = farmer.Sent!.Value
           select new WorkResult(
               farmer.Id, WorkStatus.Success, sent.Nonce, sent.Hash.ToString(), farmer.Pail!.Zeros, farmer.Pail.Gap, farmer.SentHash),
    ];

    /// <summary>At the end of a block: who is planted and was not worked.</summary>
    /// <param name="isBackendSubmitting">Works that the backend has taken are its own to land.</param>
    public static IReadOnlyList<WorkResult> Failures(IEnumerable<FarmerRound> farmers, bool isBackendSubmitting = false) =>
    [
        .. from farmer in farmers
           where !farmer.IsWorked && farmer.ReportedZeros is null && !(isBackendSubmitting && farmer.Sent is not null)
           select new WorkResult(farmer.Id, WorkStatus.Failed, Error: ErrorCode.NotWorked, CompensationRequired: true),
    ];
}
