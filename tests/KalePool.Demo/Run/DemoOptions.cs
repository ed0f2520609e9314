using KalePool.Demo.Harness;

namespace KalePool.Demo.Run;

/// <summary>What one demo is asked for.</summary>
/// <param name="Keep">Leave everything running at the end, until Ctrl-C.</param>
/// <param name="Chain">Null: a devnet of its own.</param>
/// <param name="Postgres">Whether the backend has a PostgreSQL rather than an embedded database.</param>
/// <param name="Nodes">Backend processes; more than one need a PostgreSQL.</param>
/// <param name="HashesPerFarmer">Null: as many as this machine makes.</param>
/// <param name="Router">Whether many works, harvests and rescues go in one transaction through the chain's router: of the pooler's account, and of an operator's.</param>
public sealed record DemoOptions(int Farmers, int Blocks, int Rivals, int LedgerMs, int BlockSeconds, bool Keep, ForeignChain? Chain = null, bool Postgres = false, int Nodes = 1, long? HashesPerFarmer = null, bool Router = false)
{
    /// <summary>Everything together may take this long: one block to join, the blocks, one to harvest the last, and the starts.</summary>
    public TimeSpan Patience => TimeSpan.FromSeconds(((Blocks + 3) * BlockSeconds) + 90 + (Farmers * LedgerMs / 250));

    public LocalPoolOptions Pool(string directory) => new(LedgerMs, BlockSeconds, Rivals, directory, Chain, Postgres, Nodes, HashesPerFarmer, Router);
}
