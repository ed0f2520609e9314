using System.Diagnostics;
using KalePool.Actors.Ports;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;

namespace KalePool.Backend.Chain;

/// <summary>
/// What an operator says of an act whose outcome nobody knows, held against the chain: a transaction that a server still knows speaks for itself, else state
/// must not show the opposite. No amount is the operator's.
/// </summary>
sealed class ActResolution(FarmWatch watch, IStellarRpc rpc, BalanceCheck books)
{
    /// <returns>Done, with what is to be recorded; drifted where the books come first; refused where the chain contradicts.</returns>
    public async Task<Preparation> PrepareAsync(FarmerState farmer, ResolveAct said, CancellationToken cancellation)
    {
        if (watch.Latest is not { } chain || watch.Deployment is not { } deployment) return new Preparation.Unavailable(watch.Trouble ?? "the chain has not answered yet");
        var act = farmer.UnknownActs[said.TransactionHash];
        try
        {
            var wallet = await WalletReading.ReadAsync(rpc, deployment, farmer.CustodialWallet, act.Block, farmer.OpenBlocks, cancellation);
            if (await books.CompareAsync(farmer, wallet.Balance, cancellation) is { } first) return first;
            if (farmer.WasActive && !farmer.CanCompare(wallet.Balance)) return new Preparation.Unavailable("balance and chain cannot be compared now: a pail of an open block is gone, or the node is behind");
            if (said.ByTransaction is { } other && other != act.Envelope.Hash && (act.Kind, said.Result) != (ActKind.Harvest, ActResult.Success))
                return Contradicted("transaction_hash: expected with a harvest that another's transaction made, or the act's own");
            if (await FindAsync(said.ByTransaction ?? act.Envelope.Hash, cancellation) is { } outcome && new ActReading(deployment).Of(act, farmer, outcome) is { Result: not ActResult.Unknown } report)
                return report.Result == said.Result ? new Preparation.AlreadyDone(report) : Contradicted($"the transaction is known: it {(report.Result == ActResult.Success ? "succeeded" : "was applied and failed")}");
            if (said.ByTransaction is not null && said.ByTransaction != act.Envelope.Hash) return Contradicted("transaction_hash: no server knows a transaction by which the pail was harvested");
            if (wallet.Ledger < act.Envelope.MaxLedger && chain.CloseTime <= act.Envelope.MaxTime) return Contradicted($"the transaction may still be applied, until ledger {act.Envelope.MaxLedger}");
            return said.Result == ActResult.Success ? Succeeded(act, wallet) : NotSucceeded(act, said.Result, wallet);
        }
        catch (RpcException e)
        {
            return new Preparation.Unavailable(e.Message);
        }
    }

    /// <summary>Null where no server knows the transaction.</summary>
    async Task<ActOutcome?> FindAsync(string hash, CancellationToken cancellation)
    {
        var found = await rpc.FindAgreedAsync(hash, cancellation);
        if (found is { Status: TransactionStatus.Success, ResultXdr: { } result, ResultMetaXdr: { } meta }) return new ActOutcome.Success(found.Ledger ?? 0, found.CreatedAt ?? 0, result, meta);
        return found is { Status: TransactionStatus.Failed, ResultXdr: { } why } ? new ActOutcome.Failed(found.Ledger ?? 0, found.CreatedAt ?? 0, why, found.ResultMetaXdr, found.DiagnosticEventsXdr) : null;
    }

    static Preparation Succeeded(OpenAct act, WalletReading wallet)
    {
        var done = new ActReport(ActResult.Success, wallet.Ledger, 0, 0, 0, null);
        return act.Kind switch
        {
            _ when wallet.Account is { } account && account.SeqNum < act.Envelope.Sequence => Contradicted($"the wallet's sequence number {act.Envelope.Sequence} has not been used"),
            ActKind.Trustline => wallet.TrustLine is not null ? Done(done) : Contradicted("the wallet has no KALE trustline"),
            ActKind.Plant => wallet.Pail is { } pail ? Done(done with { Ledger = pail.Sequence, StakeStroops = AssetAmounts.Stroops(pail.Stake) }) : Contradicted($"there is no pail of block {act.Block}"),
            ActKind.Rescue => wallet.Pail is { IsWorked: true, Zeros: 0, Gap: { } gap } ? Done(done with { Gap = gap }) : Contradicted($"no pail of block {act.Block} shows the rescue's work"),
            ActKind.Work => wallet.Pail is { IsWorked: true, Zeros: var zeros, Gap: { } gap } && zeros == act.Work?.Zeros() ? Done(done with { Gap = gap }) : Contradicted($"no pail of block {act.Block} shows the work"),
            ActKind.Harvest when wallet.Pail is not null => Contradicted($"the pail of block {act.Block} has not been harvested"),
            ActKind.Harvest => Contradicted("no server knows the transaction, so that the reward is not known: name one that does in RPC_URL, or the transaction that harvested"),
            ActKind.Payout => Done(done),
            ActKind.Exit => wallet.Account is null ? Done(done) : Contradicted("the wallet is still there"),
            _ => throw new UnreachableException(act.Kind.ToString()),
        };
    }

    static Preparation NotSucceeded(OpenAct act, ActResult said, WalletReading wallet) => act.Kind switch
    {
        ActKind.Exit when wallet.Account is null => Contradicted("the wallet is gone, and nobody else can close it"),
        _ when said == ActResult.Failed && wallet.Account is { } account && account.SeqNum < act.Envelope.Sequence => Contradicted($"the wallet's sequence number {act.Envelope.Sequence} has not been used: it has not happened"),
        ActKind.Trustline when wallet.TrustLine is not null => Contradicted("the wallet has the trustline"),
        ActKind.Plant when wallet.Pail is not null => Contradicted($"there is a pail of block {act.Block}"),
        _ => Done(new ActReport(said, wallet.Ledger, 0, 0, 0, null)),
    };

    static Preparation.AlreadyDone Done(ActReport report) => new(report);

    static Preparation.Refused Contradicted(string why) => new(new Failure(ErrorCode.Conflict, why, Attribution.Network));
}
