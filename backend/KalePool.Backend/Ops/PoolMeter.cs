using System.Diagnostics.Metrics;
using KalePool.Backend.Chain;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.Ops;

/// <summary>
/// The pool's own figures. Counters grow with each event that an entity of this node has written, so that the sum over all nodes is the pool's; a restart
/// begins at 0, as Prometheus expects.
/// </summary>
public sealed class PoolMeter : IDisposable
{
    public const string Name = "KalePool";

    readonly Meter _meter;
    readonly Counter<long> _plants;
    readonly Counter<long> _works;
    readonly Counter<long> _harvests;
    readonly Counter<long> _stakes;
    readonly Counter<long> _rewards;
    readonly Counter<long> _fees;
    readonly Counter<long> _acts;
    readonly Counter<long> _blocks;

    public PoolMeter(FarmWatch watch, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(watch);
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(Name);
        _plants = _meter.CreateCounter<long>("kalepool.plants", description: "Farmers' plants that are decided, by outcome and who answers for a failure");
        _works = _meter.CreateCounter<long>("kalepool.works", description: "Pails seen worked for the first time or better, and pails that closed unworked");
        _harvests = _meter.CreateCounter<long>("kalepool.harvests", description: "Farmers' harvests that are decided");
        _stakes = _meter.CreateCounter<long>("kalepool.staked", "stroops", "KALE that plants have burnt");
        _rewards = _meter.CreateCounter<long>("kalepool.rewarded", "stroops", "KALE that harvests have minted, without stakes");
        _fees = _meter.CreateCounter<long>("kalepool.fees", "stroops", "XLM that farmers' acts have cost");
        _acts = _meter.CreateCounter<long>("kalepool.acts", description: "Farmers' transactions that are settled, by kind and result");
        _blocks = _meter.CreateCounter<long>("kalepool.blocks", description: "Blocks of poolers that were opened and completed");
        _meter.CreateObservableGauge("kalepool.chain.ledger", () => (long)(watch.Latest?.LatestLedger ?? 0), description: "The newest closed ledger that this node knows");
        _meter.CreateObservableGauge("kalepool.chain.ledger.closed", () => watch.Latest?.CloseTime ?? 0, "s", "Unix seconds of its close");
        _meter.CreateObservableGauge("kalepool.chain.block", () => (long)(watch.Latest?.FarmIndex ?? 0), description: "Index of the farm's newest block");
        _meter.CreateObservableGauge("kalepool.chain.usable", () => watch.Trouble is null ? 1 : 0, description: "Whether RPC answers as it should");
    }

    /// <summary>Counts what an event says; most say nothing that is counted.</summary>
    public void Note(IEvent e)
    {
        switch (e)
        {
            case BlockOpened:
                _blocks.Add(1, Tag("status", "opened"));
                break;
            case BlockCompleted:
                _blocks.Add(1, Tag("status", "completed"));
                break;
            case PlantsRecorded plants:
                foreach (var row in plants.Rows)
                {
                    Count(_plants, row.Failure);
                    _stakes.Add(row.StakeStroops);
                }
                break;
            case WorksRecorded works:
                foreach (var row in works.Rows) Count(_works, row.Failure);
                break;
            case HarvestsRecorded harvests:
                foreach (var row in harvests.Rows)
                {
                    Count(_harvests, row.Failure);
                    _rewards.Add(row.RewardStroops);
                }
                break;
            case TrustlineSettled s:
                Settled("trustline", s.Result, s.FeeStroops);
                break;
            case PlantSettled s:
                Settled("plant", s.Result, s.FeeStroops);
                break;
            case HarvestSettled { Source: null } s:
                Settled("harvest", s.Result, s.FeeStroops);
                break;
            case WorkSettled s:
                Settled("work", s.Result, s.FeeStroops);
                break;
            case RescueSettled s:
                Settled("rescue", s.Result, s.FeeStroops);
                break;
            case ExtensionSettled s:
                Settled("extension", s.Result, s.FeeStroops);
                break;
            case PayoutSettled s:
                Settled("payout", s.Result, s.FeeStroops);
                break;
            case ExitSettled s:
                Settled("exit", s.Result, s.FeeStroops);
                break;
        }
    }

    public void Dispose() => _meter.Dispose();

    static void Count(Counter<long> counter, Failure? failure)
    {
        if (failure is null) counter.Add(1, Tag("outcome", "success"));
        else counter.Add(1, Tag("outcome", "failed"), Tag("error", failure.Code), Tag("attributed_to", failure.AttributedTo));
    }

    void Settled(string kind, ActResult result, long feeStroops)
    {
        _acts.Add(1, Tag("kind", kind), Tag("result", ResultOf(result)));
        _fees.Add(feeStroops, Tag("kind", kind));
    }

    static string ResultOf(ActResult result) => result switch
    {
        ActResult.Success => "success",
        ActResult.Failed => "failed",
        ActResult.NotHappened => "not_happened",
        _ => "unknown",
    };

    static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
