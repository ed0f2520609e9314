using System.Numerics;
using KalePool.Audit.Farm;

namespace KalePool.Audit.Evidence;

/// <summary>What one applied transaction did to an entry: absent before (created), absent after (removed), or neither (updated).</summary>
public sealed record Change<TId, T>(TId Id, T? Before, T? After)
    where T : class;

/// <summary>The balance of a trustline or account, in stroops.</summary>
public sealed record Holding(BigInteger Stroops);

/// <summary>One transaction that the chain applied, reduced to what an audit needs. A failed one has its fee and no changes.</summary>
/// <param name="FeeSource">G… of the account that paid the fee.</param>
/// <param name="FeeCharged">Stroops of XLM, net of what was paid back.</param>
/// <param name="Kale">Trustlines of the asset by holder.</param>
public sealed record AuditedTransaction(
    string Hash,
    uint Ledger,
    uint Order,
    bool Succeeded,
    string FeeSource,
    BigInteger FeeCharged,
    IReadOnlyList<Change<PailId, AuditedPail>> Pails,
    IReadOnlyList<Change<uint, AuditedBlock>> Blocks,
    IReadOnlyList<Change<string, Holding>> Kale,
    IReadOnlyList<Change<string, Holding>> Accounts);
