using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Simulation;

/// <summary>
/// The ledger as simulation shows it: every account with all its extensions, since its entry may grow before the transaction is applied and what is declared
/// must then suffice.
/// </summary>
sealed class SimulatedLedger(ILedgerReader ledger) : ILedgerReader
{
    public StoredEntry? Find(LedgerKey key)
    {
        if (ledger.Find(key) is not { Entry.Data: LedgerEntryData.Account { Value: var account } } found) return ledger.Find(key);
        return found with { Entry = found.Entry with { Data = new LedgerEntryData.Account(account.WithAllExtensions()) } };
    }
}
