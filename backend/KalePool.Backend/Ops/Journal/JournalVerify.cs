using KalePool.Backend.Chain;
using KalePool.Backend.Journals;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Keys;
using Microsoft.Extensions.Logging.Abstractions;

namespace KalePool.Backend.Ops.Journal;

/// <summary><c>kalepool journal verify</c>.</summary>
static class JournalVerify
{
    const int Differs = 1;

    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(FileInfo? envFile, FileInfo? headsFile, bool makesReadModel, bool asksChain, TextWriter output, CancellationToken cancellation)
    {
        var reader = CommandDatabase.Reader(envFile);
        var network = asksChain ? NetworkSettings.Read(reader, text => StrKey.IsValid(StrKeyKind.Contract, text)) : null;
        await using var database = CommandDatabase.Of(reader);
        var heads = headsFile is null ? null : await JournalHead.ReadAsync(headsFile, cancellation);
        var (findings, farmers) = await OfJournalAsync(database, heads, makesReadModel, output, cancellation);
        if (network is not null) await OfChainAsync(database, network, farmers, findings, output, cancellation);
        return await TellAsync(findings, output);
    }

    /// <summary>Without the chain.</summary>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(Database database, IReadOnlyDictionary<string, JournalHead>? heads, bool makesReadModel, TextWriter output, CancellationToken cancellation) =>
        await TellAsync((await OfJournalAsync(database, heads, makesReadModel, output, cancellation)).Findings, output);

    static async Task<(JournalFindings Findings, IReadOnlyList<string> Farmers)> OfJournalAsync(
        Database database, IReadOnlyDictionary<string, JournalHead>? heads, bool makesReadModel, TextWriter output, CancellationToken cancellation)
    {
        var farmers = new List<string>();
        await using var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation);
        var findings = await new JournalVerifier(snapshot).RunAsync(heads, entity =>
        {
            if (entity.State is FarmerState { WasActive: true, Status: not FarmerStatus.Departed }) farmers.Add(entity.PersistenceId);
        }, cancellation);
        await output.WriteLineAsync($"{findings.Events} events of {findings.Entities} entities in {database.Name}");
        if (findings.Unlinked > 0) await output.WriteLineAsync($"{findings.Unlinked} events are older than links are: of them only their numbers and what they make is proven");
        foreach (var (id, from) in findings.LinkedLater.Take(JournalFindings.MostTold)) await output.WriteLineAsync($"{id} is linked from event {from} on");
        if (findings.LinkedLater.Count > JournalFindings.MostTold) await output.WriteLineAsync($"so are {findings.LinkedLater.Count - JournalFindings.MostTold} more entities, each from one of its events on");
        if (heads is not null) await output.WriteLineAsync($"{heads.Count} heads that were kept are compared");
        if (makesReadModel)
        {
            await new ReadModelCheck(snapshot, TimeProvider.System).RunAsync(findings, cancellation);
            await output.WriteLineAsync("the read model is compared with one that was made anew from the journal");
        }
        return (findings, farmers);
    }

    static async Task OfChainAsync(Database database, NetworkSettings network, IReadOnlyList<string> farmers, JournalFindings findings, TextWriter output, CancellationToken cancellation)
    {
        var rpc = RpcServers.Of(network, TimeProvider.System, NullLogger<Stellar.Rpc.Nodes.StellarRpcNodes>.Instance);
        var options = new FarmWatchOptions(new Network(network.Passphrase), network.KaleContractId, (int)network.BlockInterval.TotalSeconds);
        using var watch = new FarmWatch(rpc, options, TimeProvider.System, NullLogger<FarmWatch>.Instance);
        await watch.StartAsync(cancellation);
        try
        {
            var (agree, busy) = await new ChainBalances(database, watch, rpc).CompareAsync(farmers, findings, cancellation);
            await output.WriteLineAsync($"balances of {farmers.Count} farmers compared with the chain: {agree} agree, {busy} cannot be compared now");
        }
        catch (Stellar.Rpc.RpcException e)
        {
            throw new StorageException($"RPC_URL: {e.Message}", e);
        }
        finally
        {
            await watch.StopAsync(CancellationToken.None);
        }
    }

    static async Task<int> TellAsync(JournalFindings findings, TextWriter output)
    {
        foreach (var (place, what) in findings.Told) await output.WriteLineAsync($"difference: {place}: {what}");
        if (findings.Differences > findings.Told.Count) await output.WriteLineAsync($"{findings.Differences - findings.Told.Count} more differences");
        await output.WriteLineAsync(findings.Differences == 0 ? "all is well" : $"{findings.Differences} differences");
        return findings.Differences == 0 ? 0 : Differs;
    }
}
