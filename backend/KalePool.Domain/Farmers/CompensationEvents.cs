namespace KalePool.Domain.Farmers;

/// <summary>What the farmer is owed for a block that others have spoiled: once a block, also where it is nothing.</summary>
/// <param name="Type">plant_failure or work_failure.</param>
/// <param name="OwedBy">backend or pooler.</param>
/// <param name="NettedStroops">Of the amount: what he owed the pooler as share and keeps instead.</param>
/// <param name="Reason">How the amount came about.</param>
public sealed record CompensationDecided(
    Guid FarmerId, uint Block, string Type, string OwedBy, long AmountStroops, long NettedStroops, string Reason, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>He leaves: what he still owes the pooler as share settles what the pooler owes him.</summary>
/// <param name="NettedStroops">More than 0.</param>
public sealed record CompensationNetted(Guid FarmerId, uint Block, long NettedStroops, DateTimeOffset At) : FarmerEvent(FarmerId, At);

/// <summary>The rest was paid by a transaction that was read from the chain. It moves no balance: what came in is a deposit.</summary>
/// <param name="AmountStroops">That was paid.</param>
/// <param name="Destination">The custodial wallet, or the payout wallet of a departed farmer.</param>
/// <param name="RestoredStroops">Netted at the exit after this had been paid in full: owed to the pooler again.</param>
public sealed record CompensationPaid(
    Guid FarmerId, uint Block, long AmountStroops, string Destination, string TransactionHash, uint Ledger, long RestoredStroops, DateTimeOffset At) : FarmerEvent(FarmerId, At);
