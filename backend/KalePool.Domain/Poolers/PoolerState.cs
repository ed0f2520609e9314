using System.Collections.Immutable;
using System.Diagnostics;
using KalePool.Domain.Blocks;

namespace KalePool.Domain.Poolers;

/// <summary>A pooler as its events made it: roster, key, blocks.</summary>
public sealed record PoolerState
{
    /// <summary>Rosters that are remembered, so that a repeated request finds its first answer: a day of blocks.</summary>
    public const int BlocksKept = 288;

    public static readonly PoolerState Empty = new();

    public PoolerCreated? Created { get; init; }

    /// <summary>Hex SHA-256 of the API key in force.</summary>
    public string ApiKeyHash { get; init; } = "";

    public bool IsActive { get; init; }

    /// <summary>Wallets of all who ever had a seat: rosters of open blocks name them.</summary>
    public ImmutableDictionary<Guid, string> Seats { get; init; } = ImmutableDictionary<Guid, string>.Empty;

    /// <summary>The seated farmers in the order in which they are planted: whoever was left out comes first.</summary>
    public ImmutableList<Guid> Order { get; init; } = [];

    public ImmutableSortedDictionary<uint, PoolerBlockOpened> Blocks { get; init; } = ImmutableSortedDictionary<uint, PoolerBlockOpened>.Empty;

    public ImmutableSortedSet<uint> OpenBlocks { get; init; } = [];

    /// <exception cref="UnreachableException">An event of a kind that this version does not know.</exception>
    public PoolerState Apply(PoolerEvent e) => e switch
    {
        PoolerCreated c => this with { Created = c, ApiKeyHash = c.ApiKeyHash, IsActive = true },
        PoolerKeyRotated k => this with { ApiKeyHash = k.ApiKeyHash },
        PoolerDeactivated => this with { IsActive = false },
        PoolerReactivated => this with { IsActive = true },
        FarmerJoined j => this with { Seats = Seats.SetItem(j.FarmerId, j.CustodialWallet), Order = Order.Add(j.FarmerId) },
        FarmerLeft l => this with { Order = Order.Remove(l.FarmerId) },
        PoolerBlockOpened o => Trim(this with
        {
            Blocks = Blocks.SetItem(o.Index, o),
            OpenBlocks = OpenBlocks.Add(o.Index),
            Order = [.. o.LeftOut.Where(Order.Contains), .. Order.Except(o.LeftOut)],
        }),
        PoolerBlockClosed c => this with { OpenBlocks = OpenBlocks.Remove(c.Index) },
        _ => throw new UnreachableException(e.GetType().Name),
    };

    public BlockRoster RosterOf(PoolerBlockOpened opened) =>
        new(opened.PoolerId, opened.Index, [.. opened.FarmerIds.Select(id => new RosterEntry(id, Seats[id]))], opened.LeftOut);

    static PoolerState Trim(PoolerState s)
    {
        while (s.Blocks.Count > BlocksKept && !s.OpenBlocks.Contains(s.Blocks.Keys.First())) s = s with { Blocks = s.Blocks.Remove(s.Blocks.Keys.First()) };
        return s;
    }
}
