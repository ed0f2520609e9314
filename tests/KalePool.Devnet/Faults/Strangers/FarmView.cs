using KalePool.Devnet.Ledger;
using KalePool.Kale;
using KalePool.Stellar.Xdr;
using LedgerKeys = KalePool.Devnet.Ledger.LedgerKeys;

namespace KalePool.Devnet.Faults.Strangers;

/// <summary>The farm as it stands in a ledger.</summary>
sealed class FarmView(LedgerState state, KaleDeployment deployment)
{
    public LedgerState State => state;

    public KaleDeployment Deployment => deployment;

    public FarmState Farm { get; } = KaleCodec.DecodeFarm(state.Find(KaleKeys.Instance(deployment.ContractId))!.Entry.Data);

    /// <summary>SHA-256 of the code that runs.</summary>
    public Opaque CodeHash { get; } = ((ContractExecutable.Wasm)((SCVal.ContractInstance)((LedgerEntryData.ContractData)
        state.Find(LedgerKeys.Instance(new SCAddress.Contract(deployment.ContractId)))!.Entry.Data).Value.Val).Value.Executable).Value;

    /// <summary>The deployment with the code that runs now, for footprints.</summary>
    public KaleDeployment Now => deployment with { CodeHash = CodeHash };

    public KaleBlock? Running => Block(Farm.Index);

    public KaleBlock? Block(uint index) => state.Find(KaleKeys.Block(deployment.ContractId, index)) is { } found && found.IsLiveIn(state.Sequence) ? KaleCodec.DecodeBlock(found.Entry.Data) : null;

    /// <summary>All pails that live, oldest block first, then by address.</summary>
    public IEnumerable<(SCAddress Farmer, uint Index, KalePail Pail)> Pails() => state.Entries
        .Select(pair => (Of: KaleKeys.PailOf(deployment.ContractId, pair.Key), pair.Value))
        .Where(item => item.Of is not null && item.Value.IsLiveIn(state.Sequence))
        .Select(item => (item.Of!.Value.Farmer, item.Of.Value.Index, KaleCodec.DecodePail(item.Value.Entry.Data)))
        .OrderBy(item => item.Index)
        .ThenBy(item => KalePool.Stellar.Transactions.Addresses.ToText(item.Farmer), StringComparer.Ordinal);
}
