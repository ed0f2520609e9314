namespace KalePool.Stellar.Transactions;

/// <summary>What was simulated would fail.</summary>
/// <param name="error">The server's text: a first line such as <c>HostError: Error(Contract, #8)</c>, then a log.</param>
public sealed class SimulationFailedException(string error) : Exception(HostError.FirstLine(error))
{
    /// <summary>Null when the server's text names none.</summary>
    public HostError? HostError { get; } = HostError.TryParse(error);
}
