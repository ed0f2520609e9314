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

/// <summary>Creates the accounts that carry batches, and keeps them in XLM; needs no answer.</summary>
public sealed record FundChannels(string AccountId) : IAccountMessage;

/// <summary>Goes on with what is open after a restart; needs no answer.</summary>
public sealed record WakeAccount(string AccountId) : IAccountMessage;

/// <summary>What the account has no more to do with; the others wait or are under way.</summary>
/// <param name="Delivered">Have the outcome in their own journals.</param>
/// <param name="Released">In no batch, and never will be: they harvest by themselves.</param>
public sealed record HarvestsCarried(BlockKey Block, string AccountId, IReadOnlyList<Guid> Delivered, IReadOnlyList<Guid> Released) : IBlockMessage;

/// <summary>Their rescue by batch is over, whatever came of it.</summary>
/// <param name="Left">They were in none, or it came to nothing: whoever is still unworked must be rescued otherwise.</param>
public sealed record RescuesOver(BlockKey Block, IReadOnlyList<Guid> Carried, IReadOnlyList<Guid> Left) : IBlockMessage;
