namespace KalePool.Devnet.Settings;

/// <summary>Devnet's own farmers, which compete in every block by the same transactions as anybody.</summary>
public sealed record RivalSettings
{
    public int Count { get; init; }

    /// <summary>How long after a block's boundary a rival opens the next block if nobody else has.</summary>
    public int OpenAfterSeconds { get; init; } = 5;

    /// <summary>Nonces a rival tries for a block: 16^2 finds two zeros on average.</summary>
    public int HashesPerBlock { get; init; } = 512;

    /// <summary>KALE each one holds at genesis, stroops.</summary>
    public long StartBalance { get; init; } = 500_0000000;
}
