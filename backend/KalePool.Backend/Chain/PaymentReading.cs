using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>A farmer's wallet and those that are paid from it, in one answer of one node.</summary>
sealed record PaymentReading(
    uint Ledger, AccountEntry? Account, TrustLineEntry? TrustLine, AccountEntry? PayoutAccount, TrustLineEntry? PayoutLine, TrustLineEntry? ShareLine, bool OpenPailsStand)
{
    /// <summary>Two payments, removal of the trustline and merge.</summary>
    const int MostOperations = 4;

    /// <summary>For the comparison with the journal.</summary>
    public BalanceSighting Balance => new(Ledger, Kale, OpenPailsStand);

    /// <summary>Stroops of KALE in the wallet.</summary>
    public long Kale => TrustLine?.Balance ?? 0;

    public static async Task<PaymentReading> ReadAsync(IStellarRpc rpc, KaleDeployment deployment, FarmerState farmer, CancellationToken cancellation)
    {
        var (from, to, pooler) = (Addresses.Account(farmer.CustodialWallet), Addresses.Account(farmer.PayoutWallet), Addresses.Account(farmer.ShareWallet ?? farmer.PayoutWallet));
        LedgerKey[] keys =
        [
            KaleKeys.Account(from), KaleKeys.TrustLine(from, deployment.TrustLineAsset),
            KaleKeys.Account(to), KaleKeys.TrustLine(to, deployment.TrustLineAsset), KaleKeys.TrustLine(pooler, deployment.TrustLineAsset),
        ];
        var open = farmer.OpenBlocks.Select(b => KaleKeys.Pail(deployment.ContractId, new SCAddress.Account(from), b)).ToList();
        var isWhole = open.Count <= StellarRpcClient.MaxKeysOfRequest - keys.Length;
        var read = await rpc.ReadEntriesAsync([.. keys, .. isWhole ? open : []], cancellation);
        return new PaymentReading(
            read.Ledger,
            (read.Find(keys[0]) as LedgerEntryData.Account)?.Value,
            (read.Find(keys[1]) as LedgerEntryData.Trustline)?.Value,
            (read.Find(keys[2]) as LedgerEntryData.Account)?.Value,
            (read.Find(keys[3]) as LedgerEntryData.Trustline)?.Value,
            (read.Find(keys[4]) as LedgerEntryData.Trustline)?.Value,
            isWhole && open.TrueForAll(key => read.Find(key) is not null));
    }

    /// <summary>Everything: the share first, what cannot be received of it falls to the farmer.</summary>
    public Payment OnExit(FarmerState farmer)
    {
        var share = Math.Min(farmer.OwedShareStroops, Kale);
        var paid = CanTakeShare(farmer, share) ? share : 0;
        return Of(farmer, Kale - paid, paid) with { ForgoneShareStroops = farmer.OwedShareStroops - paid };
    }

    /// <summary>What is above the next stake; a share that cannot be received stays owed.</summary>
    public Payment OnPayout(FarmerState farmer) =>
        Of(farmer, farmer.PayableOf(Available), CanTakeShare(farmer, farmer.OwedShareStroops) ? farmer.OwedShareStroops : 0);

    /// <summary>What stands in the way of leaving, and who can clear it; null where nothing does.</summary>
    public Failure? WhyNotExit(Payment payment)
    {
        if ((Account?.AvailableBalance(FeePolicy.BaseReserve) ?? 0) < MostOperations * FeePolicy.Inclusion)
            return new(ErrorCode.InsufficientXlm, "the wallet cannot pay the fee of leaving: send it 0.01 XLM", Attribution.Farmer);
        if (PayoutAccount is null) return new(ErrorCode.PayoutNoTrustline, "the payout wallet does not exist on the chain", Attribution.Farmer);
        return WhyNotPay(payment);
    }

    /// <inheritdoc cref="WhyNotExit"/>
    /// <summary>What stands in the way of paying.</summary>
    public Failure? WhyNotPay(Payment payment)
    {
        if (payment.Total() == 0) return null;
        if (!TrustLine!.IsAuthorized()) return new(ErrorCode.NoTrustline, "the asset's issuer has frozen the wallet's KALE", Attribution.Network);
        if (payment.KaleStroops == 0) return null;
        if (PayoutLine is null || !PayoutLine.IsAuthorized()) return new(ErrorCode.PayoutNoTrustline, "the payout wallet has no usable KALE trustline", Attribution.Farmer);
        var comes = payment.ShareWallet == payment.PayoutWallet ? payment.Total() : payment.KaleStroops;
        return PayoutLine.Capacity() < comes
            ? new(ErrorCode.PayoutNoTrustline, "the limit of the payout wallet's KALE trustline leaves too little room", Attribution.Farmer)
            : null;
    }

    long Available => TrustLine is { } line && line.IsAuthorized() ? line.AvailableBalance() : 0;

    static Payment Of(FarmerState farmer, long kale, long share) => new(farmer.PayoutWallet, kale, share > 0 ? farmer.ShareWallet : null, share);

    bool CanTakeShare(FarmerState farmer, long share) => share > 0 && farmer.ShareWallet is not null && ShareLine is { } line && line.IsAuthorized() && line.Capacity() >= share;
}
