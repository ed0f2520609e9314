using System.Globalization;
using KalePool.Demo.Harness;
using KalePool.Demo.View;

namespace KalePool.Demo.Run;

/// <summary>The demo from the first process to the audit.</summary>
public sealed class DemoRun(DemoOptions options, LocalPool pool, IDemoView view, TimeProvider clock)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan ReadModelPatience = TimeSpan.FromSeconds(30);

    readonly long _started = clock.GetTimestamp();
    readonly BlockFollower _blocks = new(pool, options.Blocks);

    /// <summary>The farmers, once they are registered.</summary>
    public IReadOnlyList<Farmer> Farmers { get; private set; } = [];

    /// <exception cref="ProcessDiedException">A process ended that should be running.</exception>
    /// <exception cref="TimeoutException">Something did not happen in its time.</exception>
    public async Task<DemoResult> RunAsync(CancellationToken stop)
    {
        await StartAsync(stop);
        await FollowAsync(stop);
        return await JudgeAsync(stop);
    }

    /// <summary>Until the farmers are active and the pooler runs.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        await PrepareAsync(stop);
        await pool.StartPoolerAsync(options.Blocks);
        Say("pooler started");
    }

    /// <summary>Until the farmers are active.</summary>
    public async Task PrepareAsync(CancellationToken stop)
    {
        await pool.StartChainAsync(stop);
        Say(options.Chain is null
            ? $"devnet at {pool.Chain.RpcUrl}, a ledger every {options.LedgerMs} ms, a block every {options.BlockSeconds} s, {options.Rivals} rivals"
            : $"chain at {pool.Chain.RpcUrl}, \"{pool.Chain.NetworkPassphrase}\", a block every {options.BlockSeconds} s");
        if (options.Postgres) Say($"PostgreSQL at {await pool.StartPostgresAsync(stop)}");
        await pool.StartBackendAsync(stop);
        Say($"backend at {string.Join(", ", pool.Nodes.Select(n => n.Address))}");
        await pool.RegisterPoolerAsync(Math.Max(options.Farmers, 1), stop);
        Farmers = await Registration.RegisterAsync(pool, options.Farmers, _ => { }, stop);
        Say($"{options.Farmers} farmers registered, funded and active");
    }

    /// <summary>Until the pooler, who was asked for so many blocks, is done.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        var done = pool.Child(Names.Pooler).Ended;
        var opener = new BlockOpener(pool, clock);
        while (true)
        {
            var progress = await ReadAsync(stop);
            view.Show(progress);
            if (done.IsCompleted) break;
            if (progress.LastHasBegun) await pool.GuardAsync(opener.OpenAfterAsync(progress.Blocks[^1].BlockIndex, stop));
            await pool.GuardAsync(Task.WhenAny(done, Task.Delay(Look, clock, stop)));
            stop.ThrowIfCancellationRequested();
        }

        if (pool.Died.IsCompleted) throw await pool.Died;
        view.Show(await ReadAsync(stop));
    }

    /// <summary>The blocks as the backend shows them, and what the audit says of the chain and of what farmers are told.</summary>
    public async Task<DemoResult> JudgeAsync(CancellationToken stop)
    {
        var progress = await ReadAsync(stop);
        var audit = await AuditAsync(stop);
        var expected = (long)options.Blocks * options.Farmers;
        var verdict = audit.Verdict;
        foreach (var line in audit.Lines.Where(_ => !audit.Balanced)) Say("audit: " + line);
        if (audit.Balanced && ((string[])["planted", "worked", "harvested"]).Any(name => audit.Count(name) != expected))
        {
            verdict = "balanced-but-not-full";
            foreach (var line in audit.Lines) Say("audit: " + line);
        }

        return DemoResult.Of(progress.Blocks, Farmers, options.Blocks, progress.Hashes, verdict);
    }

    /// <summary>The chain and what farmers are told, held against each other by the auditor.</summary>
    public async Task<AuditOutcome> AuditAsync(CancellationToken stop) => await AuditProgram.RunAsync(pool, await pool.GuardAsync(StatementsAsync(stop)), stop);

    /// <summary>What each farmer is told, once everything that has happened until now is in it.</summary>
    async Task<IReadOnlyDictionary<string, string>> StatementsAsync(CancellationToken stop)
    {
        var statements = new Dictionary<string, string>();
        var now = clock.GetUtcNow();
        foreach (var farmer in Farmers)
        {
            await Waiting.UntilAsync("the read model", async s => await pool.Api.StatementAsync(farmer.Id, s) is { } told && told.AsOf >= now ? told : null, ReadModelPatience, clock, stop);
            statements[farmer.CustodialWallet] = await pool.Api.StatementCsvAsync(farmer.Id, farmer.Token, stop);
        }

        return statements;
    }

    async Task<DemoProgress> ReadAsync(CancellationToken stop) => new(
        await pool.GuardAsync(FarmGlance.ReadAsync(pool.Rpc, pool.Chain, [], 0, stop)), await pool.GuardAsync(_blocks.ReadAsync(stop)), Farmers, options.Blocks, pool.Poolers.Hashes, pool.Poolers.LastWords, clock.GetElapsedTime(_started));

    void Say(string line) => view.Say(string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(_started).TotalSeconds,5:0} s  {line}"));
}
