using System.Numerics;

namespace KalePool.Audit.Statements;

/// <summary>One line of the statement that the pool gives a farmer: a block of his, or a movement that belongs to none. Amounts in stroops.</summary>
/// <param name="Block">Null for a movement that belongs to none.</param>
/// <param name="Change">Of the balance.</param>
/// <param name="Transaction">Hex hash; null for a block, and for what the pool cannot name a transaction for.</param>
public sealed record AuditedLine(
    string Kind, uint? Block, BigInteger Staked, BigInteger StakeReturned, BigInteger Reward, BigInteger Change, string? Transaction);
