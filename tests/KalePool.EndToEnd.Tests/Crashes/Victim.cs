namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>Who is hit.</summary>
public enum Victim
{
    Backend,
    Pooler,

    /// <summary>The processes that hash for the pooler.</summary>
    Workers,

    Devnet,
    Postgres,
}
