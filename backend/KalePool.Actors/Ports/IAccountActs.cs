using KalePool.Contracts.Errors;
using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
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

    /// <summary>The members' works where their pails show less, all of the newest block.</summary>
    /// <inheritdoc cref="PrepareHarvestsAsync"/>
    Task<BatchPreparation> PrepareWorksAsync(string account, IReadOnlyList<BatchMember> members, uint afterLedger, CancellationToken cancellation);

    /// <summary>One payment of KALE, unless the chain has one with its memo already.</summary>
    /// <inheritdoc cref="PrepareHarvestsAsync"/>
    Task<BatchPreparation> PrepareCompensationAsync(string account, CompensationDue due, uint afterLedger, CancellationToken cancellation);

    /// <summary>XLM for the channels that lack it; refused where none does.</summary>
    /// <inheritdoc cref="PrepareHarvestsAsync"/>
    Task<BatchPreparation> PrepareFundingAsync(string account, uint afterLedger, CancellationToken cancellation);

    /// <summary>Sends (or, resumed, looks up) until the outcome is known, however long that takes.</summary>
    Task<BatchReport> SettleAsync(OpenBatch batch, bool resumed, CancellationToken cancellation);
}

/// <summary>What the backend owes a farmer for a block, as his own journal says.</summary>
/// <param name="AmountStroops">Of KALE.</param>
/// <param name="Destination">G…, where it is to be paid.</param>
/// <param name="Wallets">Where it may have been paid.</param>
/// <param name="Since">It cannot have been paid before.</param>
/// <param name="IsInDoubt">A payment of it was sent whose outcome is not known: none is built.</param>
public sealed record CompensationDue(BatchMember Member, long AmountStroops, string Destination, IReadOnlyList<string> Wallets, DateTimeOffset Since, bool IsInDoubt)
{
    /// <summary>Null where nothing is owed any more.</summary>
    public static CompensationDue? Of(FarmerStanding farmer, BatchMember member, DateTimeOffset since, bool isInDoubt)
    {
        ArgumentNullException.ThrowIfNull(farmer);
        ArgumentNullException.ThrowIfNull(member);
        return farmer.OpenCompensations?.FirstOrDefault(c => c.Block == member.Block.Index && c is { OwedBy: Attribution.Backend, OpenStroops: > 0 }) is { } owed
            ? new CompensationDue(
                member, owed.OpenStroops, farmer.Status == FarmerStatus.Departed ? farmer.PayoutWallet : farmer.CustodialWallet,
                farmer.Status == FarmerStatus.Departed ? [farmer.CustodialWallet, farmer.PayoutWallet] : [farmer.CustodialWallet], since, isInDoubt)
            : null;
    }
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

    /// <summary>The chain has it already: this is to be recorded.</summary>
    public sealed record Found(PayCompensation Payment) : BatchPreparation;

    /// <summary>The account cannot carry anybody: it has no key here, does not exist, or is too poor.</summary>
    /// <param name="IsPoor">XLM would help.</param>
    public sealed record Refused(string Reason, bool IsPoor = false) : BatchPreparation;

    /// <summary>It cannot be known or done now: try again.</summary>
    public sealed record Unavailable(string Reason) : BatchPreparation;
}
