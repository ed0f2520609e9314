using KalePool.Devnet.Apply;
using KalePool.Devnet.Apply.Operations;
using KalePool.Devnet.Host;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Simulation;

/// <summary>What lengthening or restoring lives costs; the footprint comes with the transaction.</summary>
static class TtlSimulation
{
    /// <summary>Archived entries are lengthened as if they had been restored, and the answer has what restores them first.</summary>
    public static SimulationResult Extend(LedgerState state, TransactionFrame frame, OperationBody.ExtendFootprintTtl body, DevnetSettings settings)
    {
        if (frame.Soroban is not { } given) return Simulator.Refuse(NoData("ExtendFootprintTtl"));
        if (given.Resources.Footprint.ReadWrite.Count > 0) return Simulator.Refuse("Extend operation must have only read-only footprint");
        var liveUntil = state.Sequence + body.Value.ExtendTo;
        var rents = new List<RentChange>();
        var extended = new List<LedgerKey>();
        var archived = new List<LedgerKey>();
        foreach (var key in given.Resources.Footprint.ReadOnly)
        {
            if (!key.IsContract()) return Simulator.Refuse($"Can't extend TTL for ledger entry with key `{key}`. Only entries with TTL (contract data or code entries) can have it extended");
            if (state.Find(key) is not { Life: { } life } entry) continue;
            var live = entry.IsLiveIn(state.Sequence);
            if (!live && entry.IsTemporary) continue;
            if (!live) archived.Add(key);
            var until = live ? life.LiveUntil : RestoredUntil(state, settings);
            if (until >= liveUntil) continue;
            var size = HostExecution.RentedSize(new HostEntry(entry.Entry.Data, until));
            rents.Add(new RentChange(key.IsPersistent(), key is LedgerKey.ContractCode, size, size, until, liveUntil));
            extended.Add(key);
        }
        var footprint = new LedgerFootprint(Sorted(extended), []);
        var data = Declare(new SorobanResources(footprint, 0, 0, 0), body, RentFees.Of(rents, state.Sequence, settings.Fees), settings);
        return Done(data, archived.Count == 0 ? null : Restoring(state, archived, settings));
    }

    public static SimulationResult Restore(LedgerState state, TransactionFrame frame, DevnetSettings settings)
    {
        if (frame.Soroban is not { } given) return Simulator.Refuse(NoData("RestoreFootprint"));
        if (given.Resources.Footprint.ReadOnly.Count > 0) return Simulator.Refuse("Restore operation must have only read-write footprint");
        foreach (var key in given.Resources.Footprint.ReadWrite)
        {
            if (!key.IsPersistent()) return Simulator.Refuse($"Can't restore a ledger entry with key: {key}. Only persistent ledger entries with TTL can be restored.");
            if (state.Find(key) is null) return Simulator.Refuse($"Missing entry to restore for key {key}");
        }
        return Done(Restoring(state, given.Resources.Footprint.ReadWrite.Where(key => !state.Find(key)!.IsLiveIn(state.Sequence)), settings), null);
    }

    /// <param name="archived">Persistent keys whose entries are archived.</param>
    static SorobanTransactionData Restoring(LedgerState state, IEnumerable<LedgerKey> archived, DevnetSettings settings)
    {
        var entries = archived.Order(LedgerKeyComparer.Instance).Select(key => (Key: key, Entry: state.Find(key)!)).ToList();
        var bytes = (uint)entries.Sum(item => item.Entry.Entry.ToXdr().Length);
        var rents = entries.Select(item => RestoreFootprint.Rent(item.Key, item.Entry, RestoredUntil(state, settings))).ToList();
        var footprint = new LedgerFootprint([], entries.Select(item => item.Key).ToXdrArray());
        return Declare(
            new SorobanResources(footprint, 0, bytes, bytes), new OperationBody.RestoreFootprint(new RestoreFootprintOp()),
            RentFees.Of(rents, state.Sequence, settings.Fees), settings);
    }

    static uint RestoredUntil(LedgerState state, DevnetSettings settings) => state.Sequence + settings.MinPersistentTtl - 1;

    static XdrArray<LedgerKey> Sorted(IEnumerable<LedgerKey> keys) => keys.Order(LedgerKeyComparer.Instance).ToXdrArray();

    static string NoData(string operation) => $"To perform a SimulateTransaction for {operation}, the transaction must have SorobanTransactionData";

    static SorobanTransactionData Declare(SorobanResources resources, OperationBody body, long rent, DevnetSettings settings)
    {
        var data = new SorobanTransactionData(new SorobanTransactionDataExt.V0(), resources, 0);
        return data with { ResourceFee = Padding.ResourceFee(data, body, rent, settings.Fees) };
    }

    static SimulationResult.Done Done(SorobanTransactionData data, SorobanTransactionData? restore) => new(data, null, [], [], [], restore);
}
