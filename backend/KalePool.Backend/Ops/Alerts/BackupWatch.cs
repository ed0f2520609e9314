using System.Diagnostics.Metrics;
using System.Globalization;
using KalePool.Backend.Ops.Backup;
using KalePool.Backend.Settings;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>How old the newest backup in BACKUP_FOLDER is.</summary>
public sealed class BackupWatch : IDisposable
{
    /// <summary>The plan's: one a day; two hours are for it to be made.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromHours(26);

    readonly string? _folder;
    readonly TimeProvider _time;
    readonly Meter _meter;

    public BackupWatch(BackendSettings settings, TimeProvider time, IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(meters);
        (_folder, _time, _meter) = (settings.BackupFolder, time, meters.Create(PoolMeter.Name));
        _meter.CreateObservableGauge("kalepool.backup.age", () => NewestAge() is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(), "s", "Of the newest backup in BACKUP_FOLDER");
    }

    /// <summary>Null where all is well, and where no folder is named.</summary>
    public string? WhyOverdue
    {
        get
        {
            if (_folder is null) return null;
            if (NewestAge() is not { } age) return $"BACKUP_FOLDER {_folder} has no backup, or cannot be read";
            return age <= Most ? null : string.Create(CultureInfo.InvariantCulture, $"the newest backup in {_folder} is {age.TotalHours:0} hours old, more than {Most.TotalHours:0}");
        }
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>By the time in its name: a copied file is as old as what is in it.</summary>
    TimeSpan? NewestAge()
    {
        try
        {
            return _folder is not null && BackupRun.NewestOf(_folder) is { } newest ? _time.GetUtcNow() - newest : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
