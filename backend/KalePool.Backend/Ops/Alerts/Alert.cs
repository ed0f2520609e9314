namespace KalePool.Backend.Ops.Alerts;

/// <summary>Something that somebody must look at, from when it began until it is over.</summary>
/// <param name="Code">An <see cref="AlertCode"/>.</param>
/// <param name="Subject">Whom it is about, where there may be several: a farmer, a pooler, a node; "" otherwise.</param>
/// <param name="Text">For people; without any secret.</param>
/// <param name="IsOfThisNode">Found by this node alone; otherwise every node finds it by itself.</param>
public sealed record Alert(string Code, string Subject, string Text, DateTimeOffset Since, bool IsOfThisNode = false);

/// <summary>The stable codes of alerts; each stands with its remedy in packaging/operations.md.</summary>
public static class AlertCode
{
    public static IReadOnlyList<string> All { get; } =
    [
        ChainUnavailable, NodesDisagree, FarmStopped, DatabaseUnhealthy, DatabaseSlow, AnswersSlow, WalletBelowThreshold, CallsFail, SuccessLow, BlockMissed, PoolerCallsFail, PoolerOverloaded,
        PoolerRefused, ShareNotReceivable, CompensationOpen, CompensationNotPaid, LossUnexplained, OutcomeUnknown, PailsKeptAlive, BackupOverdue,
    ];

    public const string ChainUnavailable = "chain_unavailable";
    public const string NodesDisagree = "rpc_nodes_disagree";
    public const string DatabaseUnhealthy = "database_unhealthy";
    public const string WalletBelowThreshold = "wallet_below_threshold";
    public const string CallsFail = "contract_calls_fail";
    public const string CompensationOpen = "compensation_open";
    public const string CompensationNotPaid = "compensation_not_paid";
    public const string BlockMissed = "block_missed";
    public const string LossUnexplained = "loss_unexplained";
    public const string PoolerRefused = "pooler_refused";
    public const string ShareNotReceivable = "share_not_receivable";
    public const string OutcomeUnknown = "outcome_unknown";
    public const string PailsKeptAlive = "pails_kept_alive";
    public const string FarmStopped = "farm_stopped";
    public const string DatabaseSlow = "database_slow";
    public const string AnswersSlow = "answers_slow";
    public const string SuccessLow = "success_low";
    public const string PoolerCallsFail = "pooler_calls_fail";
    public const string PoolerOverloaded = "pooler_overloaded";
    public const string BackupOverdue = "backup_overdue";
}
