using System.Diagnostics;
using KalePool.Contracts.Tracing;

namespace KalePool.Actors.Tracing;

/// <summary>What entities do, as activities: what they ask of the chain carries their id. Nothing is made where nobody listens.</summary>
public static class PoolTrace
{
    public const string Source = "KalePool";
    public const string Entity = "entity";
    public const string Block = "block";
    public const string Transaction = "transaction";
    public const string Result = "result";

    static readonly ActivitySource Activities = new(Source);

    /// <param name="block">Of that pooler: it gives the id. 0: of no block, with an id of its own.</param>
    public static Activity? Start(string name, string entity, Guid poolerId, uint block)
    {
        var parent = block != 0 && ActivityContext.TryParse(BlockTrace.ParentOf(poolerId, block), null, out var known) ? known : default;
        var activity = Activities.StartActivity(name, ActivityKind.Internal, parent);
        activity?.SetTag(Entity, entity);
        if (block != 0) activity?.SetTag(Block, block);
        return activity;
    }
}
