using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>What one transaction may hold: the network's own settings, which its validators vote on. The defaults are mainnet's and testnet's of July 2026.</summary>
public sealed record TransactionLimits
{
    public static readonly TransactionLimits Default = new();

    public uint Instructions { get; init; } = 400_000_000;

    /// <summary>Read and written keys together.</summary>
    public int FootprintKeys { get; init; } = 400;

    public int WriteEntries { get; init; } = 200;

    public uint WriteBytes { get; init; } = 132_096;

    /// <summary>Classic entries: of a harvest the trustline.</summary>
    public int DiskReadEntries { get; init; } = 200;

    public uint DiskReadBytes { get; init; } = 200_000;

    /// <summary>Of the whole envelope.</summary>
    public int TransactionBytes { get; init; } = 132_096;

    /// <summary>Contract events and return value together.</summary>
    public int EventBytes { get; init; } = 16_384;

    /// <summary>Whether a transaction may declare as much.</summary>
    public bool Allow(SorobanResources resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        var footprint = resources.Footprint;
        var disk = footprint.ReadOnly.Concat(footprint.ReadWrite).Count(key => key is LedgerKey.Account or LedgerKey.Trustline);
        return resources.Instructions <= Instructions
            && footprint.ReadOnly.Count + footprint.ReadWrite.Count <= FootprintKeys
            && footprint.ReadWrite.Count <= WriteEntries
            && disk <= DiskReadEntries
            && resources.WriteBytes <= WriteBytes
            && resources.DiskReadBytes <= DiskReadBytes;
    }
}
