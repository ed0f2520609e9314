using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Work;

/// <summary>Reads the pails of one block and tells of those in which a work of ours has arrived.</summary>
sealed class PailWatch(ChainReader reader, uint block, Reporter reporter)
{
    readonly Dictionary<string, uint> _told = new(StringComparer.Ordinal);

    /// <summary>The pails as the chain shows them now; null where it cannot be read. May run beside the loop of the round.</summary>
    public async Task<PailReading?> ReadAsync(IReadOnlyCollection<string> wallets, CancellationToken cancellation)
    {
        try
        {
            var (ledger, pails) = await reader.ReadPailsAsync(block, wallets, cancellation);
            return new(ledger, pails);
        }
        catch (Exception e) when (e is RpcException or KaleFormatException)
        {
            reporter.Trouble(Party.Rpc, e.Message, "keeps what it found and asks again");
            return null;
        }
    }

    /// <summary>The chain is the truth for gap and zeros, whatever was sent.</summary>
    public void Take(RoundFarmers farmers, PailReading read)
    {
        foreach (var farmer in farmers.See(read.Ledger, read.Pails))
            reporter.Say(new WorkFailed(block, farmer.Wallet, farmer.SentHash ?? "", $"said to be in ledger {farmer.SentLedger}, and the pail of ledger {read.Ledger} does not show it"));
        // A pail may be read before the outcome of the act that filled it is known.
        foreach (var farmer in farmers.All)
            if (farmer is { Pail: { Zeros: { } zeros, Gap: { } gap }, Sent: { } sent } && (!_told.TryGetValue(farmer.Wallet, out var told) || told != zeros))
            {
                _told[farmer.Wallet] = zeros;
                reporter.Say(new Worked(block, farmer.Wallet, zeros, gap, sent.Hash.ToString(), sent.Nonce, farmer.SentHash ?? ""));
            }
    }
}

/// <param name="Ledger">The one they were read at.</param>
/// <param name="Pails">By wallet; those that do not exist are left out.</param>
sealed record PailReading(uint Ledger, IReadOnlyDictionary<string, KalePail> Pails);
