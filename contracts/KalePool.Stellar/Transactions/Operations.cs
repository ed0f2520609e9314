using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>The operations that the pool sends. Amounts in stroops; without a source, the transaction's.</summary>
public static class Operations
{
    public static Operation CreateAccount(PublicKey destination, long startingBalance, MuxedAccount? source = null) =>
        new(source, new OperationBody.CreateAccount(new CreateAccountOp(destination, NotNegative(startingBalance))));

    public static Operation Payment(MuxedAccount destination, Asset asset, long amount, MuxedAccount? source = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        return new(source, new OperationBody.Payment(new PaymentOp(destination, asset, amount)));
    }

    /// <param name="limit">The most that the trustline may hold; 0 removes it, which needs an empty one.</param>
    public static Operation ChangeTrust(Asset asset, long limit = long.MaxValue, MuxedAccount? source = null)
    {
        if (asset is Asset.Native) throw new ArgumentException("nobody needs a trustline for XLM", nameof(asset));
        return new(source, new OperationBody.ChangeTrust(new ChangeTrustOp(asset.ToChangeTrustAsset(), NotNegative(limit))));
    }

    /// <summary>Gives all XLM of the source to another account and removes the source, which may have no trustline any more.</summary>
    public static Operation AccountMerge(MuxedAccount destination, MuxedAccount? source = null) => new(source, new OperationBody.AccountMerge(destination));

    public static Operation Invoke(InvokeHostFunctionOp call, MuxedAccount? source = null) => new(source, new OperationBody.InvokeHostFunction(call));

    /// <summary>Extends the life of all keys in the read-only footprint to <paramref name="ledgers"/> after the ledger it is applied in, where it is shorter.</summary>
    public static Operation ExtendFootprintTtl(uint ledgers, MuxedAccount? source = null) =>
        new(source, new OperationBody.ExtendFootprintTtl(new ExtendFootprintTTLOp(ledgers)));

    /// <summary>Restores the archived entries in the read-write footprint.</summary>
    public static Operation RestoreFootprint(MuxedAccount? source = null) => new(source, new OperationBody.RestoreFootprint(new RestoreFootprintOp()));

    /// <summary>Whether it runs contracts or works on their entries: then it is the transaction's only one and has resources.</summary>
    public static bool IsSoroban(this Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return operation.Body is OperationBody.InvokeHostFunction or OperationBody.ExtendFootprintTtl or OperationBody.RestoreFootprint;
    }

    static long NotNegative(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return amount;
    }
}
