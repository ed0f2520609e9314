using KalePool.Contracts.Errors;
using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Chain;

/// <summary>What a transaction of anybody's did to a farmer's pail, from its own envelope, result and meta.</summary>
public sealed class HarvestReading(KaleDeployment deployment, SCAddress farmer)
{
    const string Mint = "mint";

    /// <summary>Null where it did not remove the pail of that block.</summary>
    /// <param name="transactionHash">Hex, as it was found by.</param>
    /// <returns>A success; unknown where it removed the pail and does not say what for: several at once, by a contract that is no router.</returns>
    /// <exception cref="KaleFormatException">What it says of the farm no farm says.</exception>
    public ActReport? Of(uint block, string transactionHash, uint ledger, TransactionEnvelope envelope, TransactionResult result, TransactionMeta meta)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(result);
        var stakes = StakesOf(meta);
        if (!stakes.TryGetValue(block, out var stake)) return null;
        var minted = MintedBy(meta);
        var rewards = RewardsOf(Envelopes.Inner(envelope), MetaChanges.ReturnValueOf(meta));
        // A contract that nobody knows says nothing, but of a single pail the mint does.
        if (rewards.Count == 0 && stakes.Count == 1) rewards[block] = minted - stake;
        var fits = stakes.Keys.All(rewards.ContainsKey) && stakes.All(s => rewards[s.Key] >= 0) && stakes.Aggregate((Int128)0, (sum, s) => sum + s.Value + rewards[s.Key]) == minted;
        if (!fits) return Unknown(ledger, transactionHash, block);
        var isOwn = IsFarmer(Envelopes.Inner(envelope).SourceAccount);
        return new ActReport(
            ActResult.Success, ledger, IsFarmer(Envelopes.FeeSource(envelope)) ? result.FeeCharged : 0, AssetAmounts.Stroops(stake), AssetAmounts.Stroops(rewards[block]), null,
            FoundIn: new FoundTransaction(transactionHash, isOwn ? HarvestSource.Pool : HarvestSource.Other));
    }

    bool IsFarmer(MuxedAccount account) => farmer is SCAddress.Account { Value: var wallet } && wallet.KeyOf() == account.KeyOf();

    static ActReport Unknown(uint ledger, string transactionHash, uint block) => new(
        ActResult.Unknown, ledger, 0, 0, 0,
        new Failure(ErrorCode.UnknownOutcome, $"transaction {transactionHash} harvested block {block}, and does not tell the reward", Attribution.Network));

    /// <summary>Blocks whose pails of the farmer are gone by it, and what they held.</summary>
    Dictionary<uint, Int128> StakesOf(TransactionMeta meta)
    {
        var changes = MetaChanges.Of(meta).ToList();
        var removed = changes.OfType<LedgerEntryChange.Removed>().Select(c => c.Value).ToHashSet();
        var stakes = new Dictionary<uint, Int128>();
        foreach (var entry in changes.OfType<LedgerEntryChange.State>().Select(c => c.Value.Data).OfType<LedgerEntryData.ContractData>())
        {
            var key = new LedgerKey.ContractData(new LedgerKeyContractData(entry.Value.Contract, entry.Value.Key, entry.Value.Durability));
            if (KaleKeys.PailOf(deployment.ContractId, key) is not { } pail || pail.Farmer != farmer || !removed.Contains(key)) continue;
            stakes[pail.Index] = KaleCodec.DecodePail(entry).Stake;
        }
        return stakes;
    }

    /// <summary>Only the farm mints within a call: whatever came to him this way are harvests.</summary>
    Int128 MintedBy(TransactionMeta meta) =>
        MetaChanges.EventsOf(meta).Where(e => e.ContractID == deployment.AssetContractId).Aggregate((Int128)0, (sum, e) => sum + MintedBy(e));

    Int128 MintedBy(ContractEvent told) =>
        told.Body is ContractEventBody.V0 { Value: { Topics: [SCVal.Symbol { Value: var name }, SCVal.Address { Value: var to }, ..], Data: var amount } } && name == Mint && to == farmer
            ? AssetAmounts.Of(amount) ?? 0
            : 0;

    /// <summary>What the calls returned that harvested for him: the contract's own value, or the values of a router in the order of its calls.</summary>
    Dictionary<uint, Int128> RewardsOf(Transaction transaction, SCVal? returned)
    {
        var rewards = new Dictionary<uint, Int128>();
        if (transaction.Operations is not [{ Body: OperationBody.InvokeHostFunction { Value.HostFunction: HostFunction.InvokeContract { Value: var call } } }]) return rewards;
        if (IsHarvest(call.ContractAddress, call.FunctionName, call.Args, out var block))
        {
            if (returned is SCVal.I128 { Value: var reward }) rewards[block] = reward.ToInt128();
            return rewards;
        }
        if (call.Args is not [_, SCVal.Vec { Value: { } calls }] || returned is not SCVal.Vec { Value: { } values } || values.Count != calls.Count) return rewards;
        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i] is SCVal.Vec { Value: [SCVal.Address { Value: var contract }, SCVal.Symbol { Value: var function }, SCVal.Vec { Value: { } args }, ..] }
                && IsHarvest(contract, function, args, out var routed) && values[i] is SCVal.I128 { Value: var reward })
                rewards[routed] = reward.ToInt128();
        }
        return rewards;
    }

    bool IsHarvest(SCAddress contract, XdrString function, XdrArray<SCVal> args, out uint block)
    {
        block = 0;
        if (contract is not SCAddress.Contract { Value: var id } || id != deployment.ContractId) return false;
        if (KaleCall.Parse(function.ToString(), args, out _) is not KaleCall.Harvest harvest || harvest.Farmer != farmer) return false;
        block = harvest.Index;
        return true;
    }
}
