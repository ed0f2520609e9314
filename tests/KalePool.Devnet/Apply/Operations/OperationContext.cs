using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>Where an operation works: its own delta, the ledger, and what it says in events.</summary>
sealed class OperationContext(LedgerContext ledger, LedgerDelta delta, SorobanRun? soroban)
{
    readonly List<ContractEvent> _events = [];

    public LedgerContext Ledger { get; } = ledger;

    public LedgerDelta Delta { get; } = delta;

    /// <summary>Of a contract transaction: where fees, return value and diagnostics are written.</summary>
    public SorobanRun Soroban => soroban ?? throw new InvalidOperationException("not a contract transaction");

    public long BaseReserve => Ledger.Settings.BaseReserveStroops;

    /// <summary>How long an entry lives that is restored now.</summary>
    public uint RestoredUntil => Ledger.Ledger + Ledger.Settings.MinPersistentTtl - 1;

    public IReadOnlyList<ContractEvent> Events => _events;

    public void Emit(ContractEvent happened) => _events.Add(happened);
}
