using KalePool.Actors.Ports;
using KalePool.Backend.Api;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>Looks among the transfers to a farmer's wallets for the payment of a compensation, by its memo.</summary>
sealed class CompensationSearch(IStellarRpc rpc, CompensationPayments payments)
{
    const uint EventsOfPage = 1_000;

    /// <param name="Payment">The first with the memo; null where there is none.</param>
    /// <param name="IsWhole">The node remembers everything since then.</param>
    public sealed record Result(PayCompensation? Payment, bool IsWhole);

    /// <param name="since">It cannot have been paid before.</param>
    /// <param name="afterLedger">An answer that does not reach this ledger says nothing.</param>
    /// <exception cref="RpcException">The node does not answer, or is behind.</exception>
    public async Task<Result> FindAsync(KaleDeployment deployment, CompensationDue due, DateTimeOffset since, uint afterLedger, CancellationToken cancellation)
    {
        var health = await rpc.GetHealthAsync(cancellation);
        if (health.LatestLedger < afterLedger) throw RpcException.BadContent("getHealth", $"latestLedger: {health.LatestLedger}, older than {afterLedger}");
        IReadOnlyList<IReadOnlyList<string>> topics = [.. due.Wallets.Select(w => (IReadOnlyList<string>)[SCVals.Symbol("transfer").ToBase64(), "*", XdrCodec.ToBase64<SCVal>(new SCVal.Address(KaleAddresses.Parse(w))), "**"])];
        var filter = new EventFilter("contract", [deployment.AssetContract], topics);
        var request = new GetEventsRequest([filter], health.OldestLedger, null, new Pagination(null, EventsOfPage));
        var (asked, isWhole) = (new HashSet<string>(), true);
        for (var isFirst = true; ; isFirst = false)
        {
            var page = await rpc.GetEventsAsync(request, cancellation);
            if (isFirst) isWhole = page.OldestLedger <= 2 || page.OldestLedgerCloseTime is { } oldest && DateTimeOffset.FromUnixTimeSeconds(oldest) <= since;
            foreach (var transfer in page.Events.Select(TransferEvent.Of).OfType<TransferEvent>().Where(t => asked.Add(t.TransactionHash)))
            {
                try
                {
                    if (await payments.FindAsync(transfer.TransactionHash, due.Member.FarmerId, due.Member.Block.Index, cancellation) is { } payment) return new Result(payment, isWhole);
                }
                catch (ApiException e) when (e.Status == StatusCodes.Status404NotFound)
                {
                    // It is told of and not remembered: its memo cannot be read.
                    isWhole = false;
                }
            }
            var cursor = page.Events.Count >= EventsOfPage ? page.Events[^1].Id : page.Cursor ?? throw RpcException.BadContent("getEvents", "cursor: missing");
            if (page.Events.Count < EventsOfPage && EventPosition.LedgerOf(cursor) >= health.LatestLedger) return new Result(null, isWhole);
            if (cursor == request.Pagination!.Cursor) throw RpcException.BadContent("getEvents", $"cursor: stays at {cursor}");
            request = new GetEventsRequest([filter], null, null, new Pagination(cursor, EventsOfPage));
        }
    }
}
