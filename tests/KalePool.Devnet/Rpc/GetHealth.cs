namespace KalePool.Devnet.Rpc;

sealed class GetHealth(IChainNode node) : IRpcMethod
{
    /// <summary>A chain whose last ledger is older is not healthy.</summary>
    const ulong StaleSeconds = 30;

    sealed record Answer(string Status, uint LatestLedger, string LatestLedgerCloseTime, uint OldestLedger, string OldestLedgerCloseTime, uint LedgerRetentionWindow);

    public string Name => "getHealth";

    public object Handle(RpcParams given)
    {
        var view = node.View;
        var age = node.Now() > view.State.CloseTime ? node.Now() - view.State.CloseTime : 0;
        if (age > StaleSeconds) throw new RpcErrorException(RpcErrorException.InternalError, $"latency ({age}s) since last known ledger closed is too high (>{StaleSeconds}s)");
        return new Answer("healthy", view.State.Sequence, $"{view.State.CloseTime}", view.History.OldestSequence, $"{view.History.Oldest.CloseTime}", node.Settings.RetentionLedgers);
    }
}
