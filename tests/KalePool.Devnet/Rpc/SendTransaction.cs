using KalePool.Devnet.Queue;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

sealed class SendTransaction(IChainNode node) : IRpcMethod
{
    sealed record Answer(string Status, string Hash, uint LatestLedger, string LatestLedgerCloseTime, string? ErrorResultXdr);

    public string Name => "sendTransaction";

    public object Handle(RpcParams given)
    {
        given.RequireBase64();
        var envelope = RpcParams.Xdr<TransactionEnvelope>("transaction", given.String("transaction"), RpcParams.MaxTransactionBytes);
        var answer = node.Submit(envelope);
        var state = node.View.State;
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
