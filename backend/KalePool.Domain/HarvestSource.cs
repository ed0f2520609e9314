namespace KalePool.Domain;

/// <summary>Whose transaction harvested a pail.</summary>
public static class HarvestSource
{
    public const string Pool = "pool";
    public const string Other = "other";
}
