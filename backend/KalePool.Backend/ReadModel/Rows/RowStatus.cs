using KalePool.Domain;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>The states that rows may have.</summary>
static class RowStatus
{
    public const string Success = "success";
    public const string Failed = "failed";
    public const string NotHappened = "not_happened";
    public const string UnknownOutcome = "unknown_outcome";

    /// <summary>Of a plant of nothing that only opened the block.</summary>
    public const string Opened = "opened";

    /// <summary>Of a block.</summary>
    public const string Active = "active";

    /// <inheritdoc cref="Active"/>
    public const string Completed = "completed";

    public static string Of(ActResult result) => result switch
    {
        ActResult.Success => Success,
        ActResult.Failed => Failed,
        ActResult.NotHappened => NotHappened,
        ActResult.Unknown => UnknownOutcome,
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };
}
