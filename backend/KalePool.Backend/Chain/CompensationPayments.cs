using KalePool.Backend.Api;
using KalePool.Contracts.Errors;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>Transactions that are said to pay a compensation, as the chain has them.</summary>
sealed class CompensationPayments(FarmWatch watch, IStellarRpc rpc)
{
    /// <summary>What a transaction paid, if it was applied and has the memo of this compensation; whether that is what is owed the farmer decides.</summary>
    /// <exception cref="ApiException">404: no node has it; 409: it is no such payment, and which field says so; 503: the chain cannot be asked.</exception>
    public async Task<PayCompensation> ReadAsync(string transactionHash, Guid farmerId, uint block, CancellationToken cancellation)
    {
        if (watch.Deployment is not { } deployment) throw Unavailable(watch.Trouble ?? "it has not answered yet");
        GetTransactionResponse found;
        Transaction transaction;
        try
        {
            found = await rpc.FindAgreedAsync(transactionHash, cancellation);
            if (found.Status == TransactionStatus.NotFound)
                throw ApiException.NotFound($"transaction_hash: not on the chain, whose node remembers ledgers from {found.OldestLedger} to {found.LatestLedger}");
            if (found.Status == TransactionStatus.Failed) throw Wrong("transaction_hash: the transaction has failed, it paid nothing");
            transaction = Inner(XdrCodec.FromBase64<TransactionEnvelope>(found.EnvelopeXdr ?? throw RpcException.BadContent("getTransaction", "envelopeXdr: missing")));
        }
        catch (Exception e) when (e is RpcException or XdrException)
        {
            throw Unavailable(e.Message);
        }
        var memo = PaymentMemo.Of(PaymentMemo.Compensation, farmerId, block);
        if (transaction.Memo is not Memo.Hash { Value: var said } || said != memo) throw Wrong($"memo: of kind hash, {memo.ToHex()}, expected");
        var payments = transaction.Operations.Select(o => o.Body).OfType<OperationBody.Payment>().Select(p => p.Value).ToList();
        if (payments.Count == 0) throw Wrong("transaction_hash: the transaction makes no payment");
        var kale = payments.Where(p => p.Asset == deployment.Asset).Select(p => new KalePaid(Addresses.Account(p.Destination.KeyOf()).ToText(), p.Amount)).ToList();
        if (kale.Count == 0) throw Wrong($"asset: {deployment.AssetCode} of {deployment.Issuer.ToText()} expected");
        return new PayCompensation(farmerId, block, transactionHash, found.Ledger ?? 0, kale);
    }

    /// <summary>Null where it is no payment of this compensation.</summary>
    /// <exception cref="ApiException">503: the chain cannot be asked; 404: the node tells of it and does not have it.</exception>
    public async Task<PayCompensation?> FindAsync(string transactionHash, Guid farmerId, uint block, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(transactionHash, farmerId, block, cancellation);
        }
        catch (ApiException e) when (e.Status == StatusCodes.Status409Conflict)
        {
            return null;
        }
    }

    static Transaction Inner(TransactionEnvelope envelope) => envelope switch
    {
        TransactionEnvelope.Tx { Value.Tx: var alone } => alone,
        TransactionEnvelope.TxFeeBump { Value.Tx.InnerTx: FeeBumpTransactionInnerTx.EnvelopeTypeTx { Value.Tx: var bumped } } => bumped,
        _ => throw Wrong("transaction_hash: a transaction of the present kind expected"),
    };

    static ApiException Wrong(string detail) => new(StatusCodes.Status409Conflict, ErrorCode.Conflict, detail);

    static ApiException Unavailable(string reason) => new(StatusCodes.Status503ServiceUnavailable, ErrorCode.ChainUnavailable, $"the chain cannot be asked: {reason}");
}
