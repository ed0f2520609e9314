namespace KalePool.Backend.ReadModel.Queries;

/// <summary>Some rows, newest first.</summary>
/// <param name="AsOf">Everything that was in the journal then is in them.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, DateTimeOffset AsOf, string? Next);
