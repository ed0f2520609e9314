using KalePool.Devnet.Queue;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

sealed class SendTransaction(Chain chain) : IRpcMethod
{
    sealed record Answer(string Status, string Hash, uint LatestLedger, string LatestLedgerCloseTime, string? ErrorResultXdr);

    public string Name => "sendTransaction";

    public object Handle(RpcParams given)
    {
        given.RequireBase64();
        var envelope = RpcParams.Xdr<TransactionEnvelope>("transaction", given.String("transaction"), RpcParams.MaxTransactionBytes);
        var answer = chain.Submit(envelope);
        var state = chain.View.State;
        return new Answer(Status(answer.Status), answer.Hash.ToHex(), state.Sequence, $"{state.CloseTime}", answer.Result?.ToBase64());
    }

    static string Status(QueueStatus status) => status switch
    {
        QueueStatus.Pending => "PENDING",
        QueueStatus.Duplicate => "DUPLICATE",
        QueueStatus.TryAgainLater => "TRY_AGAIN_LATER",
        _ => "ERROR",
    };
}
