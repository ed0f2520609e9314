using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Work;

/// <summary>Reads the pails of one block and tells of those in which a work of ours has arrived.</summary>
sealed class PailWatch(ChainReader reader, uint block, Reporter reporter)
{
    readonly Dictionary<string, uint> _told = new(StringComparer.Ordinal);

    /// <summary>The chain is the truth for gap and zeros, whatever was sent.</summary>
    public async Task RefreshAsync(RoundFarmers farmers, CancellationToken cancellation)
    {
        try
        {
            var (ledger, pails) = await reader.ReadPailsAsync(block, [.. farmers.All.Select(farmer => farmer.Wallet)], cancellation);
            foreach (var farmer in farmers.See(ledger, pails))
                reporter.Say(new WorkFailed(block, farmer.Wallet, farmer.SentHash ?? "", $"said to be in ledger {farmer.SentLedger}, and the pail of ledger {ledger} does not show it"));
            // A pail may be read before the outcome of the act that filled it is known.
            foreach (var farmer in farmers.All)
                if (farmer is { Pail: { Zeros: { } zeros, Gap: { } gap }, Sent: { } sent } && (!_told.TryGetValue(farmer.Wallet, out var told) || told != zeros))
                {
                    _told[farmer.Wallet] = zeros;
                    reporter.Say(new Worked(block, farmer.Wallet, zeros, gap, sent.Hash.ToString(), sent.Nonce, farmer.SentHash ?? ""));
                }
        }
        catch (Exception e) when (e is RpcException or KaleFormatException)
        {
            reporter.Trouble(Party.Rpc, e.Message, "keeps what it found and asks again");
        }
    }
}
