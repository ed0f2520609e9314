namespace KalePool.Benchmarks;

/// <summary>Something whose speed is asked for.</summary>
/// <param name="Name">Short, as tables show it.</param>
/// <param name="Fault">Why it cannot be measured; null: it has been proved right.</param>
/// <param name="Run">One run; returns hashes a second.</param>
sealed record Contestant(string Name, string? Fault, Func<double> Run);
