namespace KalePool.Contracts.Poolers;

/// <summary>Works that the backend checks and submits for a pooler, until three ledgers before the boundary. Their results come with a later work-complete.</summary>
public sealed record WorkSubmitRequest(uint BlockIndex, Guid PoolerId, IReadOnlyList<SubmittedWork> Work);

/// <param name="Hash">Hex of the keccak-256 hash, 64 characters.</param>
public sealed record SubmittedWork(Guid FarmerId, ulong Nonce, string Hash);

/// <param name="Accepted">Whose works the backend will land.</param>
public sealed record WorkSubmitResponse(IReadOnlyList<Guid> Accepted, IReadOnlyList<RejectedWork> Rejected);

/// <param name="Error">An <see cref="Errors.ErrorCode"/>.</param>
/// <param name="Message">Which field is wrong, and why; for people.</param>
public sealed record RejectedWork(Guid FarmerId, string Error, string? Message = null);
