namespace KalePool.Pooler.Bench;

/// <summary>Something whose speed is asked for.</summary>
/// <param name="Name">Short, as tables show it.</param>
/// <param name="Fault">Why it cannot be measured; null: it can.</param>
/// <param name="Run">One run; returns hashes a second. A run whose result is not the known one throws.</param>
sealed record Contestant(string Name, string? Fault, Func<CancellationToken, Task<double>> Run)
{
    public static Contestant Unable(string name, string fault) => new(name, fault, _ => throw new BenchException($"{name}: {fault}"));
}

/// <summary>What was measured is not right: a figure of it would be worth nothing.</summary>
sealed class BenchException(string message) : Exception(message);
