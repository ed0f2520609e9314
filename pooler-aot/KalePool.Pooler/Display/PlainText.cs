using System.Diagnostics;
using System.Globalization;
using KalePool.Pooler.Doctor;
using KalePool.Pooler.Settings;

namespace KalePool.Pooler.Display;

/// <summary>One line an event.</summary>
static class PlainText
{
    const int ShownFailures = 5;

    public static LogLevel LevelOf(PoolerEvent e) => e switch
    {
        Improved => LogLevel.Debug,
        Warned or WorkFailed or Checked { Verdict: Verdict.Weak } => LogLevel.Warning,
        TroubleBegan or Checked { Verdict: Verdict.Wrong } => LogLevel.Error,
        // Level error still shows when the trouble is over.
        TroubleEnded => LogLevel.Error,
        _ => LogLevel.Info,
    };

    public static string LineOf(PoolerEvent e) => e switch
    {
        Started s => Text($"kale-pooler {s.Version} \"{s.Name}\" ({s.PoolerId}) on {s.Network}: backend {s.Backend}, rpc {s.Rpc}, works paid by {s.Account}, {s.Threads} × {s.Kernel}"),
        Warned w => $"warning: {w.Message}",
        TroubleBegan t => $"trouble with {t.Party} at {t.Url}: {t.Message}; the pooler {t.Meanwhile}",
        TroubleEnded t => $"{t.Party} answers again at {t.Url}",
        Checked c => $"check {c.Check}: {(c.Verdict switch { Verdict.Ok => "well again", Verdict.Weak => "weak", _ => "WRONG" })}: {c.Text}{(c.Remedy is null ? "" : $": {c.Remedy}")}",
        BlockOpened b => Text($"block {b.Index} open: max_zeros={b.MaxZeros} max_gap={b.MaxGap} entropy={b.Entropy}, hashing for {b.Farmers}{(b.Trace is null ? "" : $", trace={b.Trace}")}"),
        Planted p => Text($"block {p.Index}: planted={p.Successful} failed={p.Failed} pending={p.Pending}{List(p.Failures)}"),
        Improved i => Text($"block {i.Index}: {Short(i.Wallet)} has {i.Zeros} zeros, nonce {i.Nonce}"),
        Worked w => Text($"block {w.Index}: worked {Short(w.Wallet)} zeros={w.Zeros} gap={w.Gap} tx={w.TxHash}"),
        WorkFailed w => Text($"block {w.Index}: work for {Short(w.Wallet)} failed: {w.Reason} (tx {w.TxHash})"),
        Reported r => Text($"block {r.Index}: reported {r.Results} works, recorded {r.Recorded}") + (r.Compensation == 0 ? "" : Text($", {r.Compensation} stroops owed")),
        Harvested h => Text($"harvested={h.Successful} failed={h.Failed} pending={h.Pending} rewards={h.Rewards} stroops{List(h.Failures)}"),
        BlockSettled b => Text($"block {b.Index} settled: planted={b.Planted} worked={b.Worked} hashes={b.Hashes} zeros={b.ZerosMin?.ToString(CultureInfo.InvariantCulture) ?? "-"}/{b.ZerosMean?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-"} idle={b.IdleSeconds:0.0}s first_hash={b.FirstHashMs?.ToString("0", CultureInfo.InvariantCulture) ?? "-"}ms"),
        HashingPaused p => $"hashing pauses: {p.Reason}; what is planted is still worked",
        HashingResumed => "hashing goes on",
        Stopped s => Text($"stopped: hashes={s.Hashes} in {s.Seconds:0.0} s"),
        _ => throw new UnreachableException(e.GetType().Name),
    };

    public static string Short(string wallet) => wallet.Length <= 12 ? wallet : $"{wallet[..4]}…{wallet[^6..]}";

    static string List(IReadOnlyList<string> failures) => failures.Count == 0
        ? ""
        : $" ({string.Join(", ", failures.Take(ShownFailures))}{(failures.Count > ShownFailures ? $" and {failures.Count - ShownFailures} more" : "")})";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
