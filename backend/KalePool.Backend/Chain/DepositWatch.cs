using System.Data.Common;
using Akka.Actor;
using KalePool.Backend.Api;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>
/// Tells farmers of KALE that comes into their wallets or leaves them, event by event in the order of the chain. The position is kept, and moves only when all up to it
/// are in the journal; where the nodes have forgotten what lies between, every balance is compared with the chain instead.
/// </summary>
sealed class DepositWatch(
    FarmWatch watch, IStellarRpc rpc, WalletKeys keys, JournalIndex journal, DepositPositions positions, DepositCursor cursor, OutgoingTransfers outgoings, Pool pool, TimeProvider time, ILogger<DepositWatch> log)
    : BackgroundService
{
    const uint EventsOfPage = 1_000;
    const int FarmersOfPage = 100;

    static readonly TimeSpan PauseInTrouble = TimeSpan.FromSeconds(1);

    string? _position;
    uint _lookedAt;
    string? _trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = watch.NextLedgerAsync(stoppingToken);
                if (watch.Latest is not { } latest || latest.LatestLedger == _lookedAt) await next;
                _lookedAt = watch.Latest?.LatestLedger ?? 0;
                while (await ReadPageAsync(stoppingToken)) _trouble = null;
                _trouble = null;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // A node's nonsense, a busy database or a farmer who does not answer: the position stands, nothing is lost.
            catch (Exception e) when (e is RpcException or XdrException or FormatException or ArgumentException or OverflowException or DbException or StorageException or TimeoutException or AskTimeoutException)
            {
                if (_trouble != e.Message) log.LogError("deposits cannot be looked at: {Trouble}; trying again, nothing is lost", e.Message);
                _trouble = e.Message;
                await Task.Delay(PauseInTrouble, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>True when there may be more at once.</summary>
    async Task<bool> ReadPageAsync(CancellationToken cancellation)
    {
        if (watch.Deployment is not { } deployment || watch.Latest is not { } latest) return false;
        _position ??= await positions.ReadAsync(cancellation);
        var page = await AskAsync(TransferEvent.FilterOf(deployment.AssetContract), latest.LatestLedger, cancellation);
        var transfers = page.Events.Select(TransferEvent.Of).OfType<TransferEvent>().ToList();
        var owners = await keys.OwnersAsync([.. transfers.SelectMany(t => new[] { t.From, t.To }).Distinct()], cancellation);
        var outgoing = transfers.Where(t => owners.ContainsKey(t.From)).ToLookup(t => (t.From, t.TransactionHash));
        foreach (var transfer in transfers)
        {
            // All of one transaction at its first event: a payment has several.
            if (owners.TryGetValue(transfer.From, out var payer) && outgoing[(transfer.From, transfer.TransactionHash)].First() == transfer)
                await TellAsync(payer, await outgoings.ReadAsync(payer, [.. outgoing[(transfer.From, transfer.TransactionHash)]], cancellation));
            if (owners.TryGetValue(transfer.To, out var farmer))
                await TellAsync(farmer, new RecordDeposit(farmer, transfer.AmountStroops, transfer.From, transfer.TransactionHash, transfer.Ledger, transfer.Id));
        }
        var isFull = page.Events.Count >= EventsOfPage;
        var position = isFull ? page.Events[^1].Id : page.Cursor ?? throw RpcException.BadContent("getEvents", "cursor: missing");
        if (string.CompareOrdinal(position, _position) > 0)
        {
            await positions.AdvanceAsync(position, cancellation);
            _position = position;
        }
        // Of a full page the last ledger may go on.
        cursor.MoveTo(isFull ? EventPosition.LedgerOf(position) - 1 : EventPosition.LedgerOf(position));
        return isFull;
    }

    async Task<GetEventsResponse> AskAsync(EventFilter filter, uint latest, CancellationToken cancellation)
    {
        if (_position is null)
        {
            // Nothing is known of what came in before: the balances tell.
            await CheckAllAsync(latest, cancellation);
            return await rpc.GetEventsAsync(new GetEventsRequest([filter], latest, null, new Pagination(null, EventsOfPage)), cancellation);
        }
        try
        {
            return await rpc.GetEventsAsync(new GetEventsRequest([filter], null, null, new Pagination(_position, EventsOfPage)), cancellation);
        }
        catch (RpcException e) when (e.Kind == RpcErrorKind.JsonRpcError)
        {
            var health = await rpc.GetHealthAsync(cancellation);
            if (EventPosition.LedgerOf(_position) >= health.OldestLedger) throw;
            log.LogWarning("deposits after ledger {Ledger} are forgotten by the node, which begins at {Oldest}: all balances are compared", EventPosition.LedgerOf(_position), health.OldestLedger);
            await CheckAllAsync(latest, cancellation);
            return await rpc.GetEventsAsync(new GetEventsRequest([filter], latest, null, new Pagination(null, EventsOfPage)), cancellation);
        }
    }

    /// <summary>What came in until that ledger is found in the balances; told of to whom it may concern, not waited for.</summary>
    async Task CheckAllAsync(uint ledger, CancellationToken cancellation)
    {
        cursor.MoveTo(ledger - 1);
        long after = 0;
        while (true)
        {
            var page = await journal.FarmersAsync(after, FarmersOfPage, cancellation);
            foreach (var (id, position) in page)
            {
                pool.Tell(new CheckBalance(id));
                after = position;
            }
            if (page.Count < FarmersOfPage) return;
        }
    }

    async Task TellAsync(Guid farmer, FarmerCommand transfer)
    {
        if (await pool.AskAsync(transfer) is FarmerRefused { Failure: var failure }) log.LogWarning("a transfer of farmer {Farmer} was refused: {Transfer}: {Reason}", farmer, transfer, failure.Message);
    }
}
