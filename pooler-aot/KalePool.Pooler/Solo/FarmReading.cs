using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Solo;

/// <summary>A farmer's account, his KALE and his pail of a block, of one snapshot.</summary>
/// <param name="Account">Null: there is none.</param>
/// <param name="Line">Null: he has no trustline.</param>
sealed record FarmReading(uint Ledger, AccountEntry? Account, TrustLineEntry? Line, KalePail? Pail)
{
    /// <summary>Stroops of XLM, on both networks.</summary>
    const uint BaseReserve = 5_000_000;

    /// <summary>Plant, work and harvest, each with the most that it declares: no stake is stuck for want of a fee.</summary>
    const long LeastXlm = 3 * (FarmEnvelopes.ResourceFee + 10_000);

    /// <exception cref="RpcException">No answer.</exception>
    public static async Task<FarmReading> ReadAsync(IStellarRpc rpc, KaleDeployment deployment, SoloAccount account, uint block, CancellationToken cancellation)
    {
        var key = new PublicKey.PublicKeyTypeEd25519(account.Key.PublicKey);
        LedgerKey[] keys = [KaleKeys.Account(key), KaleKeys.TrustLine(key, deployment.TrustLineAsset), KaleKeys.Pail(deployment.ContractId, account.Farmer, block)];
        var snapshot = await rpc.ReadEntriesAsync(keys, cancellation);
        return new(
            snapshot.Ledger, (snapshot.Find(keys[0]) as LedgerEntryData.Account)?.Value, (snapshot.Find(keys[1]) as LedgerEntryData.Trustline)?.Value,
            snapshot.Find(keys[2]) is { } pail ? KaleCodec.DecodePail(pail) : null);
    }

    /// <summary>Why he cannot plant that stake: code and message; null where he can.</summary>
    public (string Code, string Message)? WhyNotPlant(long stake)
    {
        if (Account is null) return (Contracts.Errors.ErrorCode.NotFunded, "the account does not exist on this network: send it some XLM");
        if (Account.AvailableBalance(BaseReserve) is var free && free < LeastXlm)
            return (Contracts.Errors.ErrorCode.InsufficientXlm, $"{free} stroops of XLM above its reserve, {LeastXlm} are needed for plant, work and harvest");
        if (Line is null || !Line.IsAuthorized()) return (Contracts.Errors.ErrorCode.NoTrustline, "it has no trustline for KALE: add the asset in your wallet");
        return Line.AvailableBalance() < stake ? (Contracts.Errors.ErrorCode.InsufficientBalance, $"it has {Line.AvailableBalance()} stroops of KALE, its stake is {stake}") : null;
    }
}
