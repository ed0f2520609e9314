namespace KalePool.Stellar.Acts;

/// <summary>What became of an act. Only an outcome is ever told to anybody; everything before it is unknown.</summary>
public abstract record ActOutcome
{
    ActOutcome()
    {
    }

    /// <param name="Ledger">The ledger it was applied in.</param>
    /// <param name="ClosedAt">Unix seconds of that ledger's close.</param>
    /// <param name="ResultXdr">Base64 TransactionResult.</param>
    /// <param name="MetaXdr">Base64 TransactionMeta.</param>
    public sealed record Success(uint Ledger, long ClosedAt, string ResultXdr, string MetaXdr) : ActOutcome;

    /// <summary>Applied and failed: fee and sequence number are gone, nothing else has changed.</summary>
    public sealed record Failed(uint Ledger, long ClosedAt, string ResultXdr, string? MetaXdr, IReadOnlyList<string> DiagnosticEventsXdr) : ActOutcome;

    /// <summary>It was not applied and never can be.</summary>
    /// <param name="LastRefusal">The last refusal by a node's queue, as a hint to the cause; null where none was heard.</param>
    public sealed record NotHappened(string? LastRefusal) : ActOutcome;

    /// <summary>The node's memory ends after the act was sent, and state does not decide: an operator must.</summary>
    public sealed record Unknown(string Reason) : ActOutcome;
}
