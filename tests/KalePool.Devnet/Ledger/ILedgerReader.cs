using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

public interface ILedgerReader
{
    /// <summary>The entry as stored, also when its time is over; null if there is none.</summary>
    StoredEntry? Find(LedgerKey key);
}
