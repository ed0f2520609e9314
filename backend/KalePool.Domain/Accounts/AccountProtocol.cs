using KalePool.Domain.Blocks;

namespace KalePool.Domain.Accounts;

/// <summary>A message for one shared account; the id drives sharding and serialization.</summary>
public interface IAccountMessage
{
    string AccountId { get; }
}

/// <summary>
/// Harvests members of a block in batches. Until it is answered that one is delivered or given back, nobody else harvests him. A repeat never makes a second
/// transaction.
/// </summary>
public sealed record CarryHarvests(string AccountId, BlockKey Block, IReadOnlyList<RosterEntry> Members) : IAccountMessage;

/// <summary>Works what nobody has worked, at once or not at all.</summary>
public sealed record CarryRescues(string AccountId, BlockKey Block, IReadOnlyList<RosterEntry> Members) : IAccountMessage;

/// <summary>Works that a block's pooler has handed over, in batches. Who is under way already is left where he is; a better work takes the place of one that waits.</summary>
public sealed record CarryWorks(string AccountId, BlockKey Block, IReadOnlyList<WorkEntry> Members) : IAccountMessage;

/// <summary>A farmer of the roster with what is to be submitted for him.</summary>
public sealed record WorkEntry(string CustodialWallet, HandedWork Work);

/// <summary>Pays what the backend owes a farmer for a block, if he is still owed it; answered when the payment is under way, or why it is not.</summary>
/// <param name="Since">It cannot have been paid before.</param>
public sealed record CarryCompensation(string AccountId, BlockKey Block, Guid FarmerId, DateTimeOffset Since) : IAccountMessage;

/// <param name="Problem">What an operator must do something about; null where nothing is to be done.</param>
public sealed record CompensationCarried(string AccountId, BlockKey Block, Guid FarmerId, string? Problem) : IAccountMessage;

/// <summary>Creates the accounts that carry batches, and keeps them in XLM; needs no answer.</summary>
public sealed record FundChannels(string AccountId) : IAccountMessage;

/// <summary>Goes on with what is open after a restart; needs no answer.</summary>
public sealed record WakeAccount(string AccountId) : IAccountMessage;

/// <summary>What the account has no more to do with; the others wait or are under way.</summary>
/// <param name="Delivered">Have the outcome in their own journals.</param>
/// <param name="Released">In no batch, and never will be: they harvest by themselves.</param>
public sealed record HarvestsCarried(BlockKey Block, string AccountId, IReadOnlyList<Guid> Delivered, IReadOnlyList<Guid> Released) : IBlockMessage;

/// <summary>These works were in no batch, or it came to nothing for them: whoever's pail still shows less must be worked otherwise.</summary>
public sealed record WorksGivenBack(BlockKey Block, IReadOnlyList<HandedWork> Works) : IBlockMessage;

/// <summary>Their rescue by batch is over, whatever came of it.</summary>
/// <param name="Left">They were in none, or it came to nothing: whoever is still unworked must be rescued otherwise.</param>
public sealed record RescuesOver(BlockKey Block, IReadOnlyList<Guid> Carried, IReadOnlyList<Guid> Left) : IBlockMessage;
