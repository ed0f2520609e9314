using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Work;

/// <summary>Reads the pails of one block and tells of those in which a work of ours has arrived.</summary>
sealed class PailWatch(ChainReader reader, uint block, Reporter reporter)
{
    /// <summary>The chain is the truth for gap and zeros, whatever was sent.</summary>
    public async Task RefreshAsync(RoundFarmers farmers, CancellationToken cancellation)
    {
        try
        {
            var before = farmers.All.ToDictionary(farmer => farmer.Wallet, farmer => farmer.Pail?.Zeros);
            var (_, pails) = await reader.ReadPailsAsync(block, before.Keys, cancellation);
            farmers.See(pails);
            foreach (var farmer in farmers.All)
                if (farmer is { Pail: { Zeros: { } zeros, Gap: { } gap }, Sent: { } sent } && before[farmer.Wallet] != zeros)
                    reporter.Say(new Worked(block, farmer.Wallet, zeros, gap, sent.Hash.ToString(), sent.Nonce, farmer.SentHash ?? ""));
        }
        catch (Exception e) when (e is RpcException or KaleFormatException)
        {
            reporter.Trouble(Party.Rpc, e.Message, "keeps what it found and asks again");
        }
    }
}
