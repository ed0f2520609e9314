namespace KalePool.Hashing;

/// <summary>What a kernel did.</summary>
/// <param name="Tried">How many nonces from the beginning of the range have been tried.</param>
/// <param name="Found">The best among the last step's, the lowest nonce of equal ones; null when the range was tried to its end in vain.</param>
public readonly record struct KernelResult(ulong Tried, Found? Found);
