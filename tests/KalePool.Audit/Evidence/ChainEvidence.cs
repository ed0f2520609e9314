using KalePool.Audit.Farm;

namespace KalePool.Audit.Evidence;

/// <summary>Everything that was read from the chain, as of <see cref="ToLedger"/>.</summary>
/// <param name="FromLedger">The first ledger that was read.</param>
/// <param name="Transactions">All applied ones of the range, in order of application.</param>
/// <param name="Kale">Every movement of the asset in the range, in order.</param>
/// <param name="Xlm">The same of XLM, fees included.</param>
/// <param name="KaleAtEnd">By wallet; those without a trustline are left out.</param>
/// <param name="XlmAtEnd">By wallet and fee account; those without an account are left out.</param>
/// <param name="BlocksAtEnd">Those Block entries still alive among the ones that the range touched.</param>
public sealed record ChainEvidence(
    uint FromLedger,
    uint ToLedger,
    IReadOnlyList<AuditedTransaction> Transactions,
    IReadOnlyList<AssetEvent> Kale,
    IReadOnlyList<AssetEvent> Xlm,
    IReadOnlyDictionary<string, Holding> KaleAtEnd,
    IReadOnlyDictionary<string, Holding> XlmAtEnd,
    IReadOnlyDictionary<uint, AuditedBlock> BlocksAtEnd);

/// <param name="Wallets">Custodial wallets, G…: their KALE, their pails and their XLM are audited.</param>
/// <param name="FeeAccounts">Further accounts, G…, whose XLM alone is audited: the poolers'.</param>
public sealed record AuditSubjects(IReadOnlyList<string> Wallets, IReadOnlyList<string> FeeAccounts);
