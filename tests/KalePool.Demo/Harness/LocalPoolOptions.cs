namespace KalePool.Demo.Harness;

/// <summary>The shape of one local pool.</summary>
/// <param name="LedgerMs">Milliseconds between two ledgers.</param>
/// <param name="BlockSeconds">Seconds between two blocks; 300 on the real networks.</param>
/// <param name="Rivals">Farmers of the devnet's own, who plant and work beside ours.</param>
/// <param name="Directory">Database and logs; made if absent.</param>
/// <param name="Chain">Null: a devnet of its own, with those ledgers, blocks and rivals.</param>
/// <param name="Postgres">Whether the backend has a PostgreSQL rather than an embedded database.</param>
/// <param name="Nodes">Backend processes; more than one need a PostgreSQL.</param>
/// <param name="HashesPerFarmer">Null: as many as the pooler's machine makes.</param>
/// <param name="Router">Whether many works, harvests and rescues go in one transaction through the chain's router: of the pooler's account, and of an operator's.</param>
/// <param name="KeptChain">Whether the devnet keeps its chain in a file, and so can be started again.</param>
/// <param name="Devnet">Further arguments of the devnet.</param>
/// <param name="Change">May change what a process of that name is started with.</param>
public sealed record LocalPoolOptions(
    int LedgerMs, int BlockSeconds, int Rivals, string Directory, ForeignChain? Chain = null, bool Postgres = false, int Nodes = 1, long? HashesPerFarmer = null, bool Router = false,
    bool KeptChain = false, IReadOnlyList<string>? Devnet = null, Action<string, IDictionary<string, string>>? Change = null)
{
    /// <summary>Up to so many farmers without a router are worked for one after another; channel accounts work for more of them side by side.</summary>
    public const int OneAfterAnother = 12;

    /// <summary>The most that a pooler can have.</summary>
    const int MostChannels = 199;

    /// <summary>Channel accounts of a pooler with so many farmers.</summary>
    public int ChannelsFor(int farmers) => Router || farmers <= OneAfterAnother ? 0 : Math.Min((farmers + 1) / 2, MostChannels);

    /// <summary>Works go one after another, about one a ledger, after hashing for most of the block: 45 s for twelve at 1 s a ledger. Where many go at once, planting a hundred
    /// and harvesting them decides.</summary>
    public static int BlockSecondsFor(int farmers, int ledgerMs, bool isRouted = false) =>
        isRouted || farmers > OneAfterAnother ? Math.Max(30, 21 + (farmers * ledgerMs / 1000)) : Math.Max(30, 21 + (2 * farmers * ledgerMs / 1000));
}
