namespace KalePool.Contracts.Admin;

/// <summary>What an operator knows of an act whose outcome is <c>unknown_outcome</c>.</summary>
/// <param name="Outcome"><see cref="ActOutcomeName"/>.</param>
/// <param name="Reason">How he knows; kept in the journal.</param>
/// <param name="TransactionHash">Hex, 64 characters: another's transaction that harvested the pail; else the act's own, or absent.</param>
public sealed record ResolveActRequest(string Outcome, string Reason, string? TransactionHash = null);

/// <summary>The act as it is from now on; the lists show it a moment later.</summary>
public sealed record ResolveActResponse(Guid ActId, string Outcome, string TransactionHash);

public static class ActOutcomeName
{
    public const string Success = "success";
    public const string Failed = "failed";
    public const string NotHappened = "not_happened";
}
