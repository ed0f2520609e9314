namespace KalePool.Hashing;

/// <summary>No kernel can be trusted with work: with a wrong one whole blocks would be lost in silence.</summary>
public sealed class KernelException(string message) : Exception(message);
