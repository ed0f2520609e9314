namespace KalePool.Kale;

/// <summary>What a contract's error number may mean. Both are set where KALE and the asset both use it in that call; only diagnostic events decide then.</summary>
public sealed record KaleFailure(KaleError? Kale, AssetError? Asset)
{
    /// <summary>True when it has exactly one meaning.</summary>
    public bool IsCertain => Kale is null != Asset is null;

    /// <summary>Names for a person, "PailExists" or "WorkMissing or Balance (asset)".</summary>
    public override string ToString() => (Kale, Asset) switch
    {
        ({ } kale, { } asset) => $"{kale} or {asset} (asset)",
        ({ } kale, null) => $"{kale}",
        (null, { } asset) => $"{asset} (asset)",
        _ => "unknown",
    };
}
