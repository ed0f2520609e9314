using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>A leaving farmer's wallet and the wallet that he is paid to, in one answer of one node.</summary>
sealed record ExitReading(uint Ledger, AccountEntry? Account, TrustLineEntry? TrustLine, AccountEntry? PayoutAccount, TrustLineEntry? PayoutLine)
{
    const int Operations = 3;

    /// <summary>Stroops of KALE in the wallet.</summary>
    public long Kale => TrustLine?.Balance ?? 0;

    public static async Task<ExitReading> ReadAsync(IStellarRpc rpc, KaleDeployment deployment, string wallet, string payout, CancellationToken cancellation)
    {
        var (from, to) = (Addresses.Account(wallet), Addresses.Account(payout));
        LedgerKey[] keys =
        [
            KaleKeys.Account(from), KaleKeys.TrustLine(from, deployment.TrustLineAsset),
            KaleKeys.Account(to), KaleKeys.TrustLine(to, deployment.TrustLineAsset),
        ];
        var read = await rpc.ReadEntriesAsync(keys, cancellation);
        return new ExitReading(
            read.Ledger,
            (read.Find(keys[0]) as LedgerEntryData.Account)?.Value,
            (read.Find(keys[1]) as LedgerEntryData.Trustline)?.Value,
            (read.Find(keys[2]) as LedgerEntryData.Account)?.Value,
            (read.Find(keys[3]) as LedgerEntryData.Trustline)?.Value);
    }

    /// <summary>What stands in the way of leaving, and who can clear it; null where nothing does.</summary>
    public Failure? WhyNot()
    {
        if ((Account?.AvailableBalance(FeePolicy.BaseReserve) ?? 0) < Operations * FeePolicy.Inclusion)
            return new(ErrorCode.InsufficientXlm, "the wallet cannot pay the fee of leaving: send it 0.01 XLM", Attribution.Farmer);
        if (PayoutAccount is null) return new(ErrorCode.PayoutNoTrustline, "the payout wallet does not exist on the chain", Attribution.Farmer);
        if (Kale == 0) return null;
        if (!TrustLine!.IsAuthorized()) return new(ErrorCode.NoTrustline, "the asset's issuer has frozen the wallet's KALE", Attribution.Network);
        if (PayoutLine is null || !PayoutLine.IsAuthorized()) return new(ErrorCode.PayoutNoTrustline, "the payout wallet has no usable KALE trustline", Attribution.Farmer);
        return PayoutLine.Capacity() < Kale
            ? new(ErrorCode.PayoutNoTrustline, "the limit of the payout wallet's KALE trustline leaves too little room", Attribution.Farmer)
            : null;
    }
}
