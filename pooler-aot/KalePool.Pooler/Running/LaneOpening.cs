using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Running;

/// <summary>Looks which accounts there are to send works from.</summary>
/// <param name="channels">How many channel accounts are wanted.</param>
sealed class LaneOpening(ChainReader reader, int channels, TimeProvider time, Reporter reporter)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The channel accounts that are open; the payer's own account where there is none. Asks until the server answers.</summary>
    public async Task<WorkLanes> RunAsync(KeyPair payer, CancellationToken cancellation)
    {
        var keys = ChannelKeys.Of(payer, ..channels);
        while (true)
        {
            try
            {
                var (_, accounts) = await reader.ReadAccountsAsync([payer, .. keys], cancellation);
                if (accounts[0] is null)
                    reporter.Warn($"the account {payer.Address} of POOLER_SECRET_KEY does not exist on this network: it needs XLM before works can be submitted");
                KeyPair[] open = [.. keys.Where((_, number) => accounts[number + 1] is not null)];
                if (open.Length < channels)
                    reporter.Warn($"{open.Length} of {channels} channel accounts are open; `kale-pooler channels open` opens the others. Until then works go through {(open.Length == 0 ? "the pooler's own account, one after another" : "those")}");
                return new(open.Length == 0 ? [payer] : open);
            }
            catch (RpcException e)
            {
                reporter.Trouble(Party.Rpc, e.Message, "waits for it and asks again");
            }
            await Task.Delay(Pause, time, cancellation);
        }
    }
}
