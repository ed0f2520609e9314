using System.Diagnostics.Metrics;
using KalePool.Backend.Ops;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.Settings;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Poolers;
using KalePool.Contracts.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Ops;

/// <summary>What a node measures itself, up to the threshold and beyond it.</summary>
public sealed class WatchedFiguresSpec : IDisposable
{
    static readonly Guid Pooler = new("0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4053");

    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly TempFolder _folder = new();

    IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void One_answer_that_takes_more_than_ten_seconds_is_told_of_for_five_minutes()
    {
        using var times = new ApiTimes(_time, Meters);
        times.Note("/a", ApiTimes.Most);
        Assert.Null(times.WhySlow);
        times.Note("/a", ApiTimes.Most + TimeSpan.FromMilliseconds(1));
        Assert.NotNull(times.WhySlow);
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(times.WhySlow);
    }

    [Fact]
    public void A_poolers_calls_must_succeed_in_nineteen_of_twenty()
    {
        using var times = new ApiTimes(_time, Meters);
        for (var i = 0; i < 18; i++) times.NoteCall(Pooler, true);
        times.NoteCall(Pooler, false);
        Assert.Empty(times.Failing);
        times.NoteCall(Pooler, true);
        Assert.Empty(times.Failing);
        times.NoteCall(Pooler, false);
        Assert.Equal([$"{Pooler:D}"], times.Failing.Keys);
        _time.Advance(TimeSpan.FromMinutes(62));
        Assert.Empty(times.Failing);
    }

    [Fact]
    public void Queries_must_take_no_more_than_a_tenth_of_a_second_on_average()
    {
        using var times = new QueryTimes(_time, Meters);
        for (var i = 0; i < 20; i++) times.Note(QueryTimes.MostOnAverage);
        Assert.Null(times.WhySlow);
        times.Note(TimeSpan.FromSeconds(1));
        Assert.NotNull(times.WhySlow);
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(times.WhySlow);
    }

    [Theory]
    [InlineData(90.0, 90.0, false)]
    [InlineData(90.1, 10.0, true)]
    [InlineData(10.0, 90.1, true)]
    [InlineData(null, null, false)]
    [InlineData(1e300, -5.0, true)]
    public void A_poolers_machine_is_full_above_ninety_percent_for_a_minute(double? others, double? memory, bool isTold)
    {
        using var loads = new PoolerLoads(_time, Meters);
        Beat(loads, others, memory);
        Assert.Empty(loads.Overloaded);
        for (var i = 0; i < 4; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            Beat(loads, others, memory);
        }
        Assert.Equal(isTold, loads.Overloaded.ContainsKey($"{Pooler:D}"));
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Empty(loads.Overloaded);
    }

    [Fact]
    public void A_peak_is_no_trouble()
    {
        using var loads = new PoolerLoads(_time, Meters);
        foreach (var memory in (double[])[95, 95, 95, 20, 95, 95, 95])
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            Beat(loads, 0, memory);
        }
        Assert.Empty(loads.Overloaded);
    }

    [Fact]
    public void A_backup_is_overdue_after_a_day_by_the_time_in_its_name()
    {
        using var nowhere = Backups(null);
        Assert.Null(nowhere.WhyOverdue);
        using var missing = Backups(_folder["none"]);
        Assert.NotNull(missing.WhyOverdue);
        Directory.CreateDirectory(_folder["backups"]);
        using var backups = Backups(_folder["backups"]);
        Assert.NotNull(backups.WhyOverdue);
        File.WriteAllText(_folder["backups/kalepool-no time.backup"], "");
        File.WriteAllText(_folder["backups/kalepool-20260101T010405Z.backup"], "");
        Assert.Null(backups.WhyOverdue);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(backups.WhyOverdue);
        File.WriteAllText(_folder["backups/kalepool-20260102T010405Z.backup"], "");
        Assert.Null(backups.WhyOverdue);
    }

    static void Beat(PoolerLoads loads, double? others, double? memory) =>
        loads.Note(new HeartbeatRequest(Pooler, "1", 1, 1, 1, 100, 1, PoolerState.Hashing, OthersCpuPercent: others, MemoryPercent: memory));

    BackupWatch Backups(string? folder)
    {
        var values = new Dictionary<string, string>
        {
            ["STELLAR_NETWORK"] = "DEVNET",
            ["NETWORK_PASSPHRASE"] = "a net",
            ["RPC_URL"] = "http://127.0.0.1:1",
            ["KALE_CONTRACT_ID"] = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA",
        };
        if (folder is not null) values["BACKUP_FOLDER"] = folder;
        return new BackupWatch(BackendSettings.Read(new SettingsReader(SettingsSource.Of(values))), _time, Meters);
    }
}
