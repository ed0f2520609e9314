namespace KalePool.Domain;

/// <summary>Why a step failed and who answers for it.</summary>
/// <param name="Code">An <see cref="Contracts.Errors.ErrorCode"/>.</param>
/// <param name="AttributedTo">An <see cref="Contracts.Errors.Attribution"/>.</param>
public sealed record Failure(string Code, string Message, string AttributedTo);
