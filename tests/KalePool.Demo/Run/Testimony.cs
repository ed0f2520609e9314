using System.Globalization;
using KalePool.Demo.Harness;
using KalePool.Stellar.Rpc;

namespace KalePool.Demo.Run;

/// <summary>What the others say when one has died: by themselves where they depend on it, else when they are asked.</summary>
static class Testimony
{
    /// <summary>A pooler that has nothing to send notices a missing backend at its next heartbeat, 15 s after the last one.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(18);

    /// <summary>One line, or more; never none.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(LocalPool pool, string witness, string dead, CancellationToken stop)
    {
        try
        {
            return (witness, dead) switch
            {
                (Names.Devnet, _) => [await AskDevnetAsync(pool, stop)],
                (Names.Backend, Names.Pooler) => [await AskBackendAsync(pool, stop)],
                _ => await ListenAsync(pool, witness, stop),
            };
        }
        catch (Exception e) when (e is RpcException or HttpRequestException or ApiException or TimeoutException)
        {
            return [$"nothing ({e.Message})"];
        }
    }

    static async Task<string> AskDevnetAsync(LocalPool pool, CancellationToken stop)
    {
        var latest = await pool.Rpc.GetLatestLedgerAsync(stop);
        return $"the chain goes on, ledger {latest.Sequence}; what was planted waits there";
    }

    static async Task<string> AskBackendAsync(LocalPool pool, CancellationToken stop)
    {
        var ready = await pool.Api.ReadyAsync(stop) ? "ready" : "not ready";
        var seen = (await pool.Api.PoolersAsync(stop)).Poolers.Single(p => p.PoolerId == pool.Seat.PoolerId).LastSeen;
        var blocks = (await pool.Api.BlocksAsync(stop)).Blocks.OrderBy(b => b.BlockIndex).Select(b => string.Create(
            CultureInfo.InvariantCulture, $"block {b.BlockIndex} {b.Status}, planted {b.SuccessfulPlants}, worked {b.SuccessfulWorks}, harvested {b.SuccessfulHarvests}"));
        return $"{ready}; the pooler was last heard of at {seen:HH:mm:ss} UTC; {string.Join("; ", blocks)}";
    }

    /// <summary>The first words of trouble that it says by itself.</summary>
    static async Task<IReadOnlyList<string>> ListenAsync(LocalPool pool, string witness, CancellationToken stop) =>
        [await Waiting.UntilAsync($"{witness} to notice", _ => Task.FromResult(pool.Child(witness).LastLines.LastOrDefault(IsTrouble)), Patience, TimeProvider.System, stop)];

    static bool IsTrouble(string line) =>
        line.Contains("\"event\":\"trouble\"", StringComparison.Ordinal) || line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains(" WRN ", StringComparison.Ordinal);
}
