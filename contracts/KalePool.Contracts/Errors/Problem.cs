namespace KalePool.Contracts.Errors;

/// <summary>An <c>application/problem+json</c> body (RFC 9457) with the pool's stable <see cref="Code"/>.</summary>
public sealed record Problem(int Status, string Title, string Detail, string Code)
{
    public const string ContentType = "application/problem+json";
}
