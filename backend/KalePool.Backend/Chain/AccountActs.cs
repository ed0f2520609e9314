using KalePool.Actors.Ports;
using KalePool.Backend.Custody;
using KalePool.Domain.Accounts;
using KalePool.Domain.Chain;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>Batches of shared accounts: looked at, built and signed here; carried out by the act machine.</summary>
sealed class AccountActs(FarmWatch watch, IStellarRpc rpc, OperatorKeys keys, CompensationActs compensations, Network network) : IAccountActs
{
    /// <summary>Harvests that are not included in this time are given up and built anew.</summary>
    const int BoundSeconds = 60;

    readonly BatchEnvelopes _envelopes = new(network);

    public Task<BatchPreparation> PrepareHarvestsAsync(string account, IReadOnlyList<BatchMember> members, uint afterLedger, CancellationToken cancellation) =>
        Look(account, members, afterLedger, (chain, deployment, reading) =>
        {
            if (members.Any(m => reading.FarmIndex <= m.Block.Index)) return new BatchPreparation.Unavailable($"block {reading.FarmIndex} is still the newest");
            var carried = members.Where(m => reading.PailOf(m) is { IsWorked: true } && reading.HasTrustLine(m)).ToList();
            var left = members.Except(carried).ToList();
            if (carried.Count == 0) return new BatchPreparation.Ready(null, [], left);
            if (reading.WhyNot(carried.Count) is { } refused) return refused;
            var times = ActTimes.Until(chain, chain.CloseTime + BoundSeconds, reading.Ledger);
            var pails = carried.Select(m => (KaleAddresses.Parse(m.Wallet), m.Block.Index)).ToList();
            return new BatchPreparation.Ready(_envelopes.Harvests(reading.Account!, deployment, watch.Router!, pails, times, keys.Find(account)!), carried, left, reading.IsLow(account));
        }, cancellation);

    public Task<BatchPreparation> PrepareRescuesAsync(string account, IReadOnlyList<BatchMember> members, uint afterLedger, CancellationToken cancellation) =>
        Look(account, members, afterLedger, (chain, deployment, reading) =>
        {
            var block = members[0].Block.Index;
            if (reading.FarmIndex != block || chain.FarmIndex != block || chain.Block is not { } open) return new BatchPreparation.Ready(null, [], members);
            var carried = members.Where(m => reading.PailOf(m) is { IsWorked: false }).ToList();
            var left = members.Except(carried).ToList();
            if (carried.Count == 0) return new BatchPreparation.Ready(null, [], left);
            if (reading.WhyNot(carried.Count) is { } refused) return refused;
            var times = ActTimes.Soon(chain, reading.Ledger);
            var works = carried.Select(m => RescueWork.Find(block, open.Entropy, KaleAddresses.Parse(m.Wallet))).ToList();
            return new BatchPreparation.Ready(_envelopes.Works(reading.Account!, deployment, watch.Router!, block, works, times, keys.Find(account)!), carried, left, reading.IsLow(account));
        }, cancellation);

    public Task<BatchPreparation> PrepareWorksAsync(string account, IReadOnlyList<BatchMember> members, uint afterLedger, CancellationToken cancellation) =>
        Look(account, members, afterLedger, (chain, deployment, reading) =>
        {
            var block = members[0].Block.Index;
            if (reading.FarmIndex != block || chain.FarmIndex != block || chain.Block is not { } open) return new BatchPreparation.Ready(null, [], members);
            var works = members
                .Select(m => (Member: m, Call: new KaleCall.Work(KaleAddresses.Parse(m.Wallet), Opaque.FromHex(m.Work!.Hash), m.Work.Nonce)))
                .Where(w => reading.PailOf(w.Member) is { } pail && !(pail.Zeros >= w.Member.Work!.Zeros()) && ProofOfWork.Verify(block, w.Call.Nonce, open.Entropy, w.Call.Farmer, w.Call.Hash))
                .ToList();
            var carried = works.Select(w => w.Member).ToList();
            var left = members.Except(carried).ToList();
            if (carried.Count == 0) return new BatchPreparation.Ready(null, [], left);
            if (reading.WhyNot(carried.Count) is { } refused) return refused;
            var times = ActTimes.Soon(chain, reading.Ledger);
            return new BatchPreparation.Ready(
                _envelopes.Works(reading.Account!, deployment, watch.Router!, block, [.. works.Select(w => w.Call)], times, keys.Find(account)!), carried, left, reading.IsLow(account));
        }, cancellation);

    public Task<BatchPreparation> PrepareCompensationAsync(string account, CompensationDue due, uint afterLedger, CancellationToken cancellation) =>
        keys.Find(account) is { } signer
            ? compensations.PrepareAsync(signer, due, afterLedger, cancellation)
            : Task.FromResult<BatchPreparation>(new BatchPreparation.Refused("there is no key of this account any more"));

    public async Task<BatchPreparation> PrepareFundingAsync(string account, uint afterLedger, CancellationToken cancellation)
    {
        if (keys.Find(AccountIds.Operator) is not { } signer || account != AccountIds.Operator) return new BatchPreparation.Refused("there is no operator's key");
        if (watch.Latest is not { } chain) return new BatchPreparation.Unavailable(watch.Trouble ?? "the chain has not answered yet");
        try
        {
            var channels = Enumerable.Range(1, keys.Channels).Select(n => keys.Find(AccountIds.Channel(n))!.Address).ToList();
            var accounts = await AccountsReading.ReadAsync(rpc, [signer.Address, .. channels], cancellation);
            if (accounts.Ledger < afterLedger) return new BatchPreparation.Unavailable($"the node answered for ledger {accounts.Ledger}, older than {afterLedger}");
            var poor = channels.Select(c => (Address: c, Available: accounts.AvailableOf(c), Exists: accounts.Find(c) is not null)).Where(c => c.Available < BatchFees.LowXlm).ToList();
            if (poor.Count == 0) return new BatchPreparation.Refused("no channel lacks XLM");
            var lacking = poor.Select(c => (c.Address, BatchFees.FullXlm - Math.Max(0, c.Available), c.Exists)).ToList();
            var needed = lacking.Sum(c => c.Item2 + FeePolicy.Inclusion);
            if (accounts.Find(signer.Address) is not { } payer || accounts.AvailableOf(signer.Address) < needed)
                return new BatchPreparation.Refused(FundingFailures.Short(accounts.AvailableOf(signer.Address), needed, "fund the operator's channels"));
            return new BatchPreparation.Ready(_envelopes.Funding(payer, lacking, ActTimes.Until(chain, chain.CloseTime + BoundSeconds, accounts.Ledger), signer), [], []);
        }
        catch (RpcException e)
        {
            return new BatchPreparation.Unavailable(e.Message);
        }
    }

    public async Task<BatchReport> SettleAsync(OpenBatch batch, bool resumed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var outcome = await new ActRunner(watch.ActChain).RunAsync(batch.Envelope, resumed, cancellation);
        if (batch.Kind == BatchKind.Funding) return BatchReading.Funding(outcome);
        if (batch.Kind == BatchKind.Compensation) return await compensations.ReportAsync(batch, outcome, cancellation);
        while (watch.Deployment is null) await watch.NextLedgerAsync(cancellation);
        return new BatchReading(watch.Deployment).Members(outcome, batch.Envelope.Xdr);
    }

    async Task<BatchPreparation> Look(
        string account, IReadOnlyList<BatchMember> members, uint afterLedger, Func<ChainSnapshot, KaleDeployment, MembersReading, BatchPreparation> prepare, CancellationToken cancellation)
    {
        if (keys.Find(account) is not { } signer) return new BatchPreparation.Refused("there is no key of this account any more");
        if (watch.Latest is not { } chain || watch.Deployment is not { } deployment) return new BatchPreparation.Unavailable(watch.Trouble ?? "the chain has not answered yet");
        if (watch.Router is null) return new BatchPreparation.Refused("there is no router any more");
        try
        {
            var reading = await MembersReading.ReadAsync(rpc, deployment, signer.Address, members, cancellation);
            return reading.Ledger < afterLedger
                ? new BatchPreparation.Unavailable($"the node answered for ledger {reading.Ledger}, older than {afterLedger}")
                : prepare(chain, deployment, reading);
        }
        catch (Exception e) when (e is RpcException or KaleFormatException)
        {
            return new BatchPreparation.Unavailable(e.Message);
        }
    }
}
