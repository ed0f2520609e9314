using KalePool.Simulation.Actors;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Simulation.Checks;

/// <summary>No transaction leaves a process before its submission is in that process's journal: looked at when it leaves.</summary>
sealed class Sendings(JournalTable journal, Network network, Findings findings)
{
    /// <param name="transaction">Base64 of an envelope of the backend's.</param>
    public void OfBackend(string transaction)
    {
        if (!journal.Submitted.Contains(HashOf(transaction))) findings.Add(Check.SentUnrecorded, $"the backend sends {HashOf(transaction)}");
    }

    /// <param name="file">The pooler's journal.</param>
    public void OfPooler(string transaction, string file)
    {
        if (!File.ReadAllText(file).Contains(HashOf(transaction), StringComparison.Ordinal)) findings.Add(Check.SentUnrecorded, $"the pooler sends {HashOf(transaction)}");
    }

    string HashOf(string transaction) => TransactionHash.OfInner(XdrCodec.FromBase64<TransactionEnvelope>(transaction), network).ToHex();
}
