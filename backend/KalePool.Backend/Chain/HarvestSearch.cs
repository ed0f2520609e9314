using KalePool.Actors.Ports;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>Where a pail went that no transaction of ours took: harvested by somebody, expired, or nobody can tell.</summary>
sealed class HarvestSearch(IStellarRpc rpc)
{
    const uint EventsOfPage = 1_000;

    static readonly SCVal Mint = SCVals.Symbol("mint");

    /// <summary>Done where the transaction was found; refused as expired only where all ledgers since the plant were searched and the pail has outlived its time.</summary>
    /// <param name="ledger">As of which the pail is gone.</param>
    /// <exception cref="RpcException">The node does not answer.</exception>
    public async Task<Preparation> FindAsync(FarmerState farmer, uint block, KaleDeployment deployment, uint ledger, CancellationToken cancellation)
    {
        if (farmer.Find(block) is not { Plant: StepState.Success } planted) return new Preparation.Unavailable($"the journal has no plant in block {block}");
        var owner = KaleAddresses.Parse(farmer.CustodialWallet);
        var reading = new HarvestReading(deployment, owner);
        var oldest = (await rpc.GetHealthAsync(cancellation)).OldestLedger;
        var isWhole = oldest <= planted.PlantLedger;
        var (cursor, seen) = ((string?)null, 0u);
        while (seen < ledger)
        {
            var page = await rpc.GetEventsAsync(Question(deployment, owner, cursor, Math.Max(oldest, planted.PlantLedger)), cancellation);
            if (page.LatestLedger < ledger) return new Preparation.Unavailable($"the node tells of events until ledger {page.LatestLedger}, the pail is gone as of {ledger}");
            // Another node may have answered than the one that told of its memory.
            isWhole &= page.OldestLedger is null || page.OldestLedger <= planted.PlantLedger;
            foreach (var hash in page.Events.Select(e => e.TxHash).Distinct())
            {
                var found = await rpc.FindAgreedAsync(hash, cancellation);
                // Its ledger may be forgotten between the two answers.
                if (found.Status != TransactionStatus.Success) isWhole = false;
                else if (ReportOf(reading, block, hash, found) is { } report) return Judged(planted, report);
            }
            var next = page.Events.Count >= EventsOfPage ? page.Events[^1].Id : page.Cursor ?? throw RpcException.BadContent("getEvents", "cursor: missing");
            if (next == cursor) return new Preparation.Unavailable($"the node's events end at {next}");
            (cursor, seen) = (next, page.Events.Count >= EventsOfPage ? EventPosition.LedgerOf(next) - 1 : EventPosition.LedgerOf(next));
        }
        return new Preparation.Refused(isWhole && planted.LiveUntil > 0 && ledger > planted.LiveUntil ? ActReading.Gone(block) : Lost(block, oldest));
    }

    static GetEventsRequest Question(KaleDeployment deployment, SCAddress owner, string? cursor, uint start)
    {
        var filter = new EventFilter("contract", [deployment.AssetContract], [[Mint.ToBase64(), ((SCVal)new SCVal.Address(owner)).ToBase64(), "**"]]);
        return new GetEventsRequest([filter], cursor is null ? start : null, null, new Pagination(cursor, EventsOfPage));
    }

    static ActReport? ReportOf(HarvestReading reading, uint block, string hash, GetTransactionResponse found)
    {
        if (found is not { Ledger: { } ledger, EnvelopeXdr: { } envelope, ResultXdr: { } result, ResultMetaXdr: { } meta }) throw RpcException.BadContent("getTransaction", $"{hash}: envelope, result or meta missing");
        return reading.Of(
            block, hash, ledger, XdrCodec.FromBase64<TransactionEnvelope>(envelope), XdrCodec.FromBase64<TransactionResult>(result), XdrCodec.FromBase64<TransactionMeta>(meta));
    }

    static Preparation Judged(FarmerBlock planted, ActReport report)
    {
        if (report.Failure is { } failure) return new Preparation.Refused(failure);
        return report.StakeStroops == planted.StakeStroops
            ? new Preparation.AlreadyDone(report)
            : new Preparation.Refused(new Failure(
                ErrorCode.UnknownOutcome, $"transaction {report.FoundIn!.TransactionHash} returned a stake of {report.StakeStroops} where {planted.StakeStroops} were planted", Attribution.Network));
    }

    static Failure Lost(uint block, uint oldest) =>
        new(ErrorCode.UnknownOutcome, $"the pail of block {block} is gone, and no transaction since ledger {oldest}, the oldest that the node knows, took it: an operator must look", Attribution.Network);
}
