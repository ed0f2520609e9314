namespace KalePool.Pooler.Running;

/// <summary>A hashing kernel failed its self-test: with it whole blocks would be lost in silence.</summary>
sealed class WrongKernelException(string message) : Exception(message);
