using System.Diagnostics.Metrics;
using System.Globalization;

namespace KalePool.Backend.Ops;

/// <summary>What of something succeeded.</summary>
/// <param name="Of">blocks, plants, works or harvests.</param>
public sealed record SuccessFigure(string Of, long Succeeded, long All)
{
    /// <summary>0 to 1; 1 where nothing was tried.</summary>
    public double Ratio => All == 0 ? 1 : (double)Succeeded / All;
}

/// <summary>The figures by which the pool is measured: blocks taken part in, plants, works and harvests that succeeded, of the last 288 blocks (a day).</summary>
public sealed class SuccessFigures : IDisposable
{
    /// <summary>Of blocks, poolers who are active and have farmers; of plants those that no farmer's empty wallet has spoiled.</summary>
    public const uint Blocks = 288;

    /// <summary>Of fewer one failure would be a large part.</summary>
    public const int Least = 20;

    /// <summary>The plan's, in percent.</summary>
    public static IReadOnlyDictionary<string, int> LeastPercent { get; } = new Dictionary<string, int> { ["blocks"] = 95, ["plants"] = 98, ["works"] = 90, ["harvests"] = 99 };

    readonly Meter _meter;
    volatile IReadOnlyList<SuccessFigure> _figures = [];

    public SuccessFigures(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(PoolMeter.Name);
        _meter.CreateObservableGauge("kalepool.success.ratio", () => _figures.Select(f => new Measurement<double>(f.Ratio, Tag(f))), description: "0 to 1, of the last 288 blocks; every node counts the whole pool");
        _meter.CreateObservableGauge("kalepool.success.tries", () => _figures.Select(f => new Measurement<long>(f.All, Tag(f))), description: "Of how many the ratio is");
    }

    public IReadOnlyList<SuccessFigure> Figures => _figures;

    /// <summary>Those that are below what was promised.</summary>
    public IReadOnlyDictionary<string, string> Low => _figures.Where(f => f.All >= Least && f.Succeeded * 100 < f.All * LeastPercent[f.Of]).ToDictionary(
        f => f.Of,
        f => string.Create(CultureInfo.InvariantCulture, $"{f.Succeeded} of {f.All} {f.Of} of the last {Blocks} blocks have succeeded, less than {LeastPercent[f.Of]} %"));

    public void Note(IReadOnlyList<SuccessFigure> figures) => _figures = figures;

    public void Dispose() => _meter.Dispose();

    static KeyValuePair<string, object?> Tag(SuccessFigure figure) => new("of", figure.Of);
}
