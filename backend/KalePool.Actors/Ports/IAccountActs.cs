using KalePool.Domain.Accounts;
using KalePool.Stellar.Acts;

namespace KalePool.Actors.Ports;

/// <summary>What shared accounts do on the chain. Nothing is sent by a preparation; nothing is told by a settlement before it is known.</summary>
public interface IAccountActs
{
    /// <summary>Reads account and pails in one answer and builds one transaction for those that can be harvested.</summary>
    /// <param name="afterLedger">An answer of an older ledger does not have the account's sequence number.</param>
    Task<BatchPreparation> PrepareHarvestsAsync(string account, IReadOnlyList<BatchMember> members, uint afterLedger, CancellationToken cancellation);

    /// <summary>Works without zeros for those of the members whose pails are unworked, all of the newest block.</summary>
    /// <inheritdoc cref="PrepareHarvestsAsync"/>
    Task<BatchPreparation> PrepareRescuesAsync(string account, IReadOnlyList<BatchMember> members, uint afterLedger, CancellationToken cancellation);

    /// <summary>XLM for the channels that lack it; refused where none does.</summary>
    /// <inheritdoc cref="PrepareHarvestsAsync"/>
    Task<BatchPreparation> PrepareFundingAsync(string account, uint afterLedger, CancellationToken cancellation);

    /// <summary>Sends (or, resumed, looks up) until the outcome is known, however long that takes.</summary>
    Task<BatchReport> SettleAsync(OpenBatch batch, bool resumed, CancellationToken cancellation);
}

/// <summary>What came of looking at the chain before a batch.</summary>
public abstract record BatchPreparation
{
    BatchPreparation()
    {
    }

    /// <param name="Envelope">Null where nobody can be carried.</param>
    /// <param name="Carried">In the order of the transaction's calls.</param>
    /// <param name="Left">Gone, or not to be harvested or worked.</param>
    /// <param name="IsLow">It will soon lack XLM.</param>
    public sealed record Ready(ActEnvelope? Envelope, IReadOnlyList<BatchMember> Carried, IReadOnlyList<BatchMember> Left, bool IsLow = false) : BatchPreparation;

    /// <summary>The account cannot carry anybody: it has no key here, does not exist, or is too poor.</summary>
    /// <param name="IsPoor">XLM would help.</param>
    public sealed record Refused(string Reason, bool IsPoor = false) : BatchPreparation;

    /// <summary>It cannot be known or done now: try again.</summary>
    public sealed record Unavailable(string Reason) : BatchPreparation;
}
