using KalePool.Devnet.Apply;
using KalePool.Devnet.Host;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Simulation;

/// <summary>What lengthening or restoring lives costs; the footprint comes with the transaction.</summary>
static class TtlSimulation
{
    public static SimulationResult Extend(LedgerState state, TransactionFrame frame, OperationBody.ExtendFootprintTtl body, DevnetSettings settings)
    {
        if (frame.Soroban is not { } given) return Simulator.Refuse(NoData("ExtendFootprintTtl"));
        if (given.Resources.Footprint.ReadWrite.Count > 0) return Simulator.Refuse("Extend operation must have only read-only footprint");
        var liveUntil = state.Sequence + body.Value.ExtendTo;
        var rents = new List<RentChange>();
        var extended = new List<LedgerKey>();
        foreach (var key in given.Resources.Footprint.ReadOnly)
        {
            if (state.Find(key) is not { Life: { } life } entry || !entry.IsLiveIn(state.Sequence) || life.LiveUntil >= liveUntil) continue;
            var size = HostExecution.Size(new HostEntry(entry.Entry.Data, life.LiveUntil));
            rents.Add(new RentChange(key.IsPersistent(), key is LedgerKey.ContractCode, size, size, life.LiveUntil, liveUntil));
            extended.Add(key);
        }
        var footprint = new LedgerFootprint(extended.Order(LedgerKeyComparer.Instance).ToXdrArray(), []);
        return Done(new SorobanResources(footprint, 0, 0, 0), body, RentFees.Of(rents, state.Sequence, settings.Fees), settings);
    }

    public static SimulationResult Restore(LedgerState state, TransactionFrame frame, OperationBody.RestoreFootprint body, DevnetSettings settings)
    {
        if (frame.Soroban is not { } given) return Simulator.Refuse(NoData("RestoreFootprint"));
        if (given.Resources.Footprint.ReadOnly.Count > 0) return Simulator.Refuse("Restore operation must have only read-write footprint");
        var liveUntil = state.Sequence + settings.MinPersistentTtl - 1;
        var archived = given.Resources.Footprint.ReadWrite
            .Select(key => (Key: key, Entry: state.Find(key)))
            .Where(item => item.Key.IsPersistent() && item.Entry is not null && !item.Entry.IsLiveIn(state.Sequence))
            .ToList();
        var bytes = (uint)archived.Sum(item => item.Entry!.Entry.ToXdr().Length);
        var rents = archived.Select(item => new RentChange(true, item.Key is LedgerKey.ContractCode, 0, HostExecution.Size(new HostEntry(item.Entry!.Entry.Data, 0)), 0, liveUntil)).ToList();
        var footprint = new LedgerFootprint([], archived.Select(item => item.Key).Order(LedgerKeyComparer.Instance).ToXdrArray());
        return Done(new SorobanResources(footprint, 0, bytes, bytes), body, RentFees.Of(rents, state.Sequence, settings.Fees), settings);
    }

    static string NoData(string operation) => $"To perform a SimulateTransaction for {operation}, the transaction must have SorobanTransactionData";

    static SimulationResult.Done Done(SorobanResources resources, OperationBody body, long rent, DevnetSettings settings)
    {
        var data = new SorobanTransactionData(new SorobanTransactionDataExt.V0(), resources, 0);
        return new SimulationResult.Done(data with { ResourceFee = Padding.ResourceFee(data, body, rent, settings.Fees) }, null, [], [], [], null);
    }
}
