namespace KalePool.Domain;

/// <summary>Who found the work that a pail shows.</summary>
public static class WorkSource
{
    public const string Pooler = "pooler";
    public const string Backend = "backend";
    public const string Rescue = "rescue";
    public const string Other = "other";
}
