namespace KalePool.Pages.Ports;

/// <summary>What the pool answered, or why it could not.</summary>
/// <param name="Problem">For people: names what is wrong; null where there is a value.</param>
public sealed record Answer<T>(T? Value, string? Problem = null) where T : class;
