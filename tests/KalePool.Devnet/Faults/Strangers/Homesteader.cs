using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Faults.Strangers;

/// <summary>The farm's administrator does what a plan wants of him, one thing a ledger, and undoes it afterwards.</summary>
sealed class Homesteader(Chain chain)
{
    /// <summary>He gets in whoever else does: only what the others bid is charged.</summary>
    const uint Bid = 50_000_000;
    const long ResourceFee = 500_000;
    const uint WriteBytes = 1_600;

    readonly Sender _sender = new(chain, chain.Keys.Homesteader);
    bool _hasPaused;
    bool _hasUpgraded;

    /// <summary>The last block that he has removed.</summary>
    public uint? Removed { get; private set; }

    /// <summary>Whether something of his is to be undone.</summary>
    public bool IsBusy => _hasPaused || _hasUpgraded;

    public void Step(FarmView farm, FaultsInForce? faults)
    {
        // What is on its way is not yet to be seen in the farm.
        if (!_sender.IsFree(farm.State)) return;
        var index = $"{farm.Farm.Index}";
        var (isPaused, isChanged) = (farm.Farm.IsPaused, farm.CodeHash != chain.Deployment.CodeHash);
        var paused = faults?.Hold<PausedFarm>(null, index, _ => true) is not null;
        var changed = faults?.Hold<ChangedCode>(null, index, _ => true) is not null;
        (_hasPaused, _hasUpgraded) = (isPaused && _hasPaused, isChanged && _hasUpgraded);
        if (paused && !isPaused) _hasPaused = Send(farm, new KaleCall.Pause());
        else if (!paused && _hasPaused) Send(farm, new KaleCall.Unpause());
        else if (changed && !isChanged) _hasUpgraded = Upgrade(farm, Chain.NextKaleCode);
        else if (!changed && _hasUpgraded) Upgrade(farm, chain.Deployment.CodeHash);
        else if (faults is not null) Remove(farm, faults);
    }

    void Remove(FarmView farm, FaultsInForce faults)
    {
        var index = farm.Farm.Index;
        if (Removed == index || farm.Running is not { } block || farm.State.CloseTime >= block.Timestamp + chain.Settings.BlockSeconds || !faults.Any<BlockRemoved>()) return;
        if (faults.Act<BlockRemoved>($"block {index}", rule => farm.State.CloseTime >= block.Timestamp + rule.BlockSeconds) is null) return;
        if (Send(farm, new KaleCall.RemoveBlock(index), written: KaleKeys.Block(farm.Deployment.ContractId, index))) Removed = index;
    }

    bool Upgrade(FarmView farm, Opaque code) => Send(farm, new KaleCall.Upgrade(code), read: KaleKeys.Code(code));

    bool Send(FarmView farm, KaleCall call, LedgerKey? read = null, LedgerKey? written = null) => _sender.Send(farm.State, (source, sequence) =>
    {
        LedgerKey[] readOnly = read is null ? [KaleKeys.Code(farm.CodeHash)] : [KaleKeys.Code(farm.CodeHash), read];
        LedgerKey[] readWrite = written is null ? [KaleKeys.Instance(farm.Deployment.ContractId)] : [KaleKeys.Instance(farm.Deployment.ContractId), written];
        var resources = new SorobanResources(Footprints.Of(readOnly, readWrite), KaleFootprints.Instructions, 0, WriteBytes);
        return TransactionFactory.Soroban(
            source, sequence, Bounds.None, Operations.Invoke(KaleInvocations.Operation(chain.Deployment, call)), resources.WithFee(ResourceFee), Bid);
    });
}
