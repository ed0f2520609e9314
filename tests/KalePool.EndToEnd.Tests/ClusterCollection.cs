namespace KalePool.EndToEnd.Tests;

/// <summary>Tests with three backends and a PostgreSQL each, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection
{
    public const string Name = "cluster";
}
