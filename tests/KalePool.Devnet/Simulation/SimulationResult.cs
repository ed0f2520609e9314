using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Simulation;

/// <summary>One entry that the simulated call would change.</summary>
public sealed record StateChange(LedgerKey Key, LedgerEntry? Before, LedgerEntry? After);

/// <summary>What simulating came to.</summary>
public abstract record SimulationResult
{
    SimulationResult()
    {
    }

    /// <param name="Text">First line: the error; for a failed call the events that led to it follow.</param>
    public sealed record Failed(string Text, IReadOnlyList<DiagnosticEvent> Events) : SimulationResult;

    /// <param name="Data">Resources, footprint and the least resource fee, to be put into the transaction.</param>
    /// <param name="ReturnValue">Null for anything but an invocation.</param>
    /// <param name="Restore">What a RestoreFootprint has to declare that must come first; null: nothing must.</param>
    public sealed record Done(
        SorobanTransactionData Data,
        SCVal? ReturnValue,
        XdrArray<SorobanAuthorizationEntry> Auth,
        IReadOnlyList<DiagnosticEvent> Events,
        IReadOnlyList<StateChange> Changes,
        SorobanTransactionData? Restore) : SimulationResult;
}
