namespace KalePool.Domain;

/// <summary>How an act ended, as the journal keeps it.</summary>
public enum ActResult
{
    Success,
    Failed,
    NotHappened,
    Unknown,
}
