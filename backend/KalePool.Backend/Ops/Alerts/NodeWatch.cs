using KalePool.Backend.Chain;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>What this node finds by itself alone: its chain, its callers, its machine's backups.</summary>
sealed class NodeWatch(AlertBoard board, AlertNode node, FarmWatch watch, PoolerRefusals refusals, PoolerLoads loads, ApiTimes api, QueryTimes queries, BackupWatch backups, TimeProvider time)
{
    /// <summary>A chain that is not there at a start, or fails to answer once, is no alert yet.</summary>
    static readonly TimeSpan ChainPatience = TimeSpan.FromSeconds(30);

    DateTimeOffset? _noChainSince;

    public void Look()
    {
        LookAtChain();
        // Each node's own, but of one farm: they say the same, and one tells.
        if (watch.Latest is not null) board.Set(AlertCode.FarmStopped, "", watch.WhyNotPlant?.Message);
        board.SetAll(AlertCode.NodesDisagree, watch.Disputes, ofThisNodeAlone: true);
        board.SetAll(AlertCode.PoolerRefused, refusals.Frequent, ofThisNodeAlone: true);
        board.SetAll(AlertCode.PoolerCallsFail, api.Failing, ofThisNodeAlone: true);
        board.SetAll(AlertCode.PoolerOverloaded, loads.Overloaded, ofThisNodeAlone: true);
        board.Set(AlertCode.AnswersSlow, node.Name, api.WhySlow, ofThisNodeAlone: true);
        board.Set(AlertCode.DatabaseSlow, node.Name, queries.WhySlow, ofThisNodeAlone: true);
        board.Set(AlertCode.BackupOverdue, node.Name, backups.WhyOverdue, ofThisNodeAlone: true);
    }

    void LookAtChain()
    {
        var trouble = watch.Trouble ?? (watch.Latest is null ? "it has not answered yet" : null);
        _noChainSince = trouble is null ? null : _noChainSince ?? time.GetUtcNow();
        var lasts = trouble is not null && time.GetUtcNow() - _noChainSince >= ChainPatience;
        if (trouble is null || lasts) board.Set(AlertCode.ChainUnavailable, node.Name, trouble is null ? null : $"the chain cannot be used: {trouble}", ofThisNodeAlone: true);
    }
}
