using System.Globalization;

namespace KalePool.Pooler.Status;

/// <summary>The figures as a terminal shows them.</summary>
static class StatusText
{
    const double StroopsPerKale = 10_000_000;

    public static string Block(PoolerStatus status) => status.Block is not { } block
        ? "waiting for a block"
        : Text($"block {block}{(status.EndsIn is { } seconds ? Text($", ends in {seconds / 60}:{seconds % 60:00}") : "")}, {Or(status.Planted)} planted, most zeros {Or((int?)status.MaxZeros)}, most gap {Or((int?)status.MaxGap)}");

    public static string Rates(PoolerStatus status) => Text(
        $"{status.Threads} × {status.Kernel}: {Rate(status.HashRate10S)} over 10 s, {Rate(status.HashRate60S)} over 60 s, {Rate(status.HashRate15M)} over 15 min; harvested {status.Earned / StroopsPerKale:0.00} KALE")
        + (status.Paused is { } paused ? $"; pauses: {paused}" : "");

    public static string Rate(double? rate) => rate switch
    {
        null => "–",
        >= 1e6 => Text($"{rate / 1e6:0.00} MH/s"),
        _ => Text($"{rate / 1e3:0.0} kH/s"),
    };

    static string Or(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "–";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
