using System.Globalization;
using KalePool.Actors.Ports;
using KalePool.Backend.Api;
using KalePool.Domain.Accounts;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>The operator's payments of what the backend owes farmers: looked for, built and read here. Each is one transaction with the memo of its compensation.</summary>
sealed class CompensationActs(FarmWatch watch, IStellarRpc rpc, CompensationPayments payments, CompensationSearch search, Network network)
{
    /// <summary>One that is not included in this time is given up and built anew.</summary>
    const int BoundSeconds = 60;

    readonly BatchEnvelopes _envelopes = new(network);

    /// <summary>
    /// Found where the chain has a payment with this memo, whoever made it: a journal that was restored does not know it. None is built unless the nodes
    /// remember everything since it can have been paid.
    /// </summary>
    public async Task<BatchPreparation> PrepareAsync(KeyPair signer, CompensationDue due, uint afterLedger, CancellationToken cancellation)
    {
        if (watch.Latest is not { } chain || watch.Deployment is not { } deployment) return new BatchPreparation.Unavailable(watch.Trouble ?? "the chain has not answered yet");
        try
        {
            var searched = await search.FindAsync(deployment, due, Earlier(due.Since, chain, due.Member.Block.Index), afterLedger, cancellation);
            if (searched.Payment is { } payment) return new BatchPreparation.Found(payment);
            if (due.IsInDoubt) return new BatchPreparation.Refused("a payment of it was sent whose outcome is not known: look for it, then pay by hand or say by which transaction it was paid");
            if (!searched.IsWhole) return new BatchPreparation.Refused("no node remembers everything since it may have been paid: pay it by hand, or say by which transaction it was paid");
            var reading = await ReadAsync(deployment, signer.Address, due.Destination, cancellation);
            if (reading.Ledger < afterLedger) return new BatchPreparation.Unavailable($"the node answered for ledger {reading.Ledger}, older than {afterLedger}");
            if (reading.WhyNot(due, signer.Address) is { } problem) return new BatchPreparation.Refused(problem);
            var times = ActTimes.Until(chain, chain.CloseTime + BoundSeconds, reading.Ledger);
            var memo = PaymentMemo.Of(PaymentMemo.Compensation, due.Member.FarmerId, due.Member.Block.Index);
            return new BatchPreparation.Ready(_envelopes.Compensation(reading.Payer!, deployment, due.Destination, due.AmountStroops, memo, times, signer), [due.Member], []);
        }
        catch (Exception e) when (e is RpcException or XdrException or ApiException)
        {
            return new BatchPreparation.Unavailable(e.Message);
        }
    }

    /// <summary>Of a success by the same proof that an operator's word is held against: the transaction as the chain has it.</summary>
    public async Task<BatchReport> ReportAsync(OpenBatch batch, ActOutcome outcome, CancellationToken cancellation)
    {
        var (block, farmer) = batch.Members.Single();
        while (outcome is ActOutcome.Success)
        {
            try
            {
                return BatchReading.Compensation(outcome, (await payments.ReadAsync(batch.Envelope.Hash, farmer, block.Index, cancellation)).Payments);
            }
            catch (ApiException)
            {
                // It is there: another node, or the same one later, has it.
                await watch.NextLedgerAsync(cancellation);
            }
        }
        return BatchReading.Compensation(outcome, []);
    }

    /// <summary>A restored journal decides later than the one before it did, but never before the block was opened; blocks are no closer than their interval.</summary>
    static DateTimeOffset Earlier(DateTimeOffset since, ChainSnapshot chain, uint block)
    {
        var opened = DateTimeOffset.FromUnixTimeSeconds(chain.FarmTimestamp - (chain.FarmIndex - (long)block) * chain.BlockInterval);
        return opened < since ? opened : since;
    }

    async Task<PayerReading> ReadAsync(KaleDeployment deployment, string payer, string destination, CancellationToken cancellation)
    {
        var (from, to) = (Addresses.Account(payer), Addresses.Account(destination));
        LedgerKey[] keys = [KaleKeys.Account(from), KaleKeys.TrustLine(from, deployment.TrustLineAsset), KaleKeys.TrustLine(to, deployment.TrustLineAsset)];
        var read = await rpc.ReadEntriesAsync(keys, cancellation);
        return new PayerReading(
            read.Ledger, (read.Find(keys[0]) as LedgerEntryData.Account)?.Value, (read.Find(keys[1]) as LedgerEntryData.Trustline)?.Value, (read.Find(keys[2]) as LedgerEntryData.Trustline)?.Value);
    }

    /// <summary>Who pays and who is paid, in one answer of one node.</summary>
    sealed record PayerReading(uint Ledger, AccountEntry? Payer, TrustLineEntry? PayerLine, TrustLineEntry? Line)
    {
        /// <summary>What an operator must do something about; null where it can be paid.</summary>
        public string? WhyNot(CompensationDue due, string payer)
        {
            var kale = PayerLine is { } held && held.IsAuthorized() ? held.AvailableBalance() : 0;
            return this switch
            {
                _ when (Payer?.AvailableBalance(FeePolicy.BaseReserve) ?? 0) < FeePolicy.Inclusion => $"the operator's account {payer} has no XLM for the fee",
                { PayerLine: null } => $"the operator's account {payer} has no KALE trustline",
                _ when kale < due.AmountStroops => string.Create(CultureInfo.InvariantCulture, $"the operator's account {payer} can spend {kale} stroops of KALE, {due.AmountStroops} are owed"),
                _ when Line is null || !Line.IsAuthorized() => $"{due.Destination} has no usable KALE trustline",
                _ when Line!.Capacity() < due.AmountStroops => $"the limit of the KALE trustline of {due.Destination} leaves too little room",
                _ => null,
            };
        }
    }
}
