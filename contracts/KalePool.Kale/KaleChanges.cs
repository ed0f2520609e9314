using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>What a call that succeeded changes. The asset's part comes first: when it fails, so does the call, and nothing has changed.</summary>
public sealed record KaleChanges
{
    public AssetMove? Asset { get; init; }

    /// <summary>The code that the contract has from now on, 32 bytes; it must be there.</summary>
    public Opaque? CodeHash { get; init; }

    public FarmState? Farm { get; init; }

    public BlockChange? Block { get; init; }

    public PailChange? Pail { get; init; }
}

/// <param name="Value">Null: removed.</param>
public sealed record BlockChange(uint Index, KaleBlock? Value);

/// <param name="Value">Null: removed.</param>
public sealed record PailChange(SCAddress Farmer, uint Index, KalePail? Value);

/// <summary>A call of the asset's contract by KALE. <paramref name="Amount"/> is in stroops and above 0.</summary>
public sealed record AssetMove(AssetMoveKind Kind, SCAddress Farmer, Int128 Amount);

public enum AssetMoveKind
{
    /// <summary>Out of the farmer's balance; he must have authorised it below his plant.</summary>
    Burn,

    /// <summary>Into the farmer's balance; KALE is the asset's admin.</summary>
    Mint,
}
