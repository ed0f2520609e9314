using System.Diagnostics.Metrics;
using KalePool.Backend.Chain;
using KalePool.Backend.Ops;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KalePool.Backend.Tests.Ops;

public sealed class PoolMeterSpec : IDisposable
{
    static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly Guid Id = Guid.Parse("5e0f1d5c-8f0c-4d37-9a43-0a1c9d2b7a10");
    static readonly Failure Poor = new(ErrorCode.InsufficientXlm, "0.1 XLM are missing", Attribution.Farmer);

    readonly SortedDictionary<string, long> _counted = new(StringComparer.Ordinal);
    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly MeterListener _listener = new();
    readonly PoolMeter _meter;

    public PoolMeterSpec()
    {
        var farm = new FakeFarm();
        _meter = new PoolMeter(
            new FarmWatch(farm.Rpc, farm.Options, TimeProvider.System, NullLogger<FarmWatch>.Instance),
            _services.GetRequiredService<IMeterFactory>());
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PoolMeter.Name && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>()) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}".TrimEnd();
            _counted[name] = _counted.GetValueOrDefault(name) + value;
        });
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Counts_each_farmers_step_by_outcome_and_who_answers()
    {
        _meter.Note(new BlockOpened(Id, 7, [], [], At));
        _meter.Note(new PlantsRecorded(Id, 7, [new PlantRow(Id, 500, "aa", null), new PlantRow(Id, 0, null, Poor), new PlantRow(Id, 70, "bb", null)], At));
        _meter.Note(new WorksRecorded(Id, 7, [new WorkRow(Id, 6, 12, null), new WorkRow(Id, 0, 0, new Failure(ErrorCode.NotWorked, "closed", Attribution.Pooler))], At));
        _meter.Note(new HarvestsRecorded(Id, 7, [new HarvestRow(Id, 9_000, "cc", null)], At));
        _meter.Note(new BlockCompleted(Id, 7, At));

        Assert.Equal(
            [
                "kalepool.blocks status=completed 1",
                "kalepool.blocks status=opened 1",
                "kalepool.harvests outcome=success 1",
                "kalepool.plants outcome=failed error=insufficient_xlm attributed_to=farmer 1",
                "kalepool.plants outcome=success 2",
                "kalepool.rewarded 9000",
                "kalepool.staked 570",
                "kalepool.works outcome=failed error=not_worked attributed_to=pooler 1",
                "kalepool.works outcome=success 1",
            ],
            _counted.Select(c => $"{c.Key} {c.Value}"));
    }

    [Fact]
    public void Counts_what_acts_cost_however_they_ended()
    {
        _meter.Note(new PlantSettled(Id, 7, ActResult.Success, 500, 40, 31_000, "aa", null, At));
        _meter.Note(new PlantSettled(Id, 8, ActResult.NotHappened, 0, 0, 0, "bb", null, At));
        _meter.Note(new HarvestSettled(Id, 7, ActResult.Failed, 0, 0, 41, 12_000, "cc", null, At));

        Assert.Equal(
            [
                "kalepool.acts kind=harvest result=failed 1", "kalepool.acts kind=plant result=not_happened 1", "kalepool.acts kind=plant result=success 1",
                "kalepool.fees kind=harvest 12000", "kalepool.fees kind=plant 31000",
            ],
            _counted.Select(c => $"{c.Key} {c.Value}"));
    }
}
