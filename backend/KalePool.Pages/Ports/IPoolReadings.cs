using KalePool.Contracts.Admin;
using KalePool.Contracts.Farmers;

namespace KalePool.Pages.Ports;

/// <summary>What pages show, read as the API reads it. Nothing throws for what a visitor asked or a chain that does not answer: the answer says so.</summary>
public interface IPoolReadings
{
    Task<Answer<NowView>> NowAsync(CancellationToken stop);

    /// <param name="cursor">Of an earlier answer; null: the newest.</param>
    Task<Answer<BlockList>> BlocksAsync(string? cursor, CancellationToken stop);

    /// <summary>All poolers' blocks of one index.</summary>
    Task<Answer<IReadOnlyList<BlockRow>>> BlocksOfAsync(uint index, CancellationToken stop);

    Task<Answer<BlockView>> BlockAsync(Guid poolerId, uint index, CancellationToken stop);

    /// <inheritdoc cref="BlocksAsync"/>
    Task<Answer<FarmerList>> FarmersAsync(string? cursor, CancellationToken stop);

    /// <summary>Whose id, custodial wallet or payout wallet it is; several may have one payout wallet.</summary>
    Task<Answer<IReadOnlyList<FarmerRow>>> FarmersOfAsync(string idOrWallet, CancellationToken stop);

    Task<Answer<FarmerView>> FarmerAsync(Guid id, CancellationToken stop);

    /// <inheritdoc cref="BlocksAsync"/>
    Task<Answer<Statement>> StatementAsync(Guid farmerId, string? cursor, CancellationToken stop);

    /// <summary>Everything that was tried for one farmer in one block.</summary>
    Task<Answer<FarmerBlock>> FarmerBlockAsync(Guid farmerId, uint index, CancellationToken stop);
}

/// <summary>The pool this moment.</summary>
/// <param name="Blocks">Of each pooler the newest, and what is not completed.</param>
/// <param name="Alerts">Oldest first.</param>
public sealed record NowView(ChainGlance Chain, IReadOnlyList<BlockView> Blocks, IReadOnlyList<StandingAlert> Alerts, DateTimeOffset At);

/// <param name="Ledger">The newest closed one; 0 where none has been read.</param>
/// <param name="BlockIndex">Of the farm's newest block.</param>
/// <param name="Trouble">Why the chain cannot be used; null where it can.</param>
public sealed record ChainGlance(uint Ledger, uint BlockIndex, string? Trouble);

/// <param name="Subject">Whom it is about; "" where there is one only.</param>
public sealed record StandingAlert(string Code, string Subject, string Text, DateTimeOffset Since);

/// <param name="Line">His statement's; null where nothing of it is there.</param>
public sealed record FarmerBlock(uint Index, StatementLine? Line, IReadOnlyList<PlantingRow> Plantings, IReadOnlyList<WorkRow> Works, IReadOnlyList<HarvestRow> Harvests);
