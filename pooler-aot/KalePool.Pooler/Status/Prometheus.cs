using System.Globalization;
using System.Text;
using KalePool.Pooler.Doctor;

namespace KalePool.Pooler.Status;

/// <summary>The status in Prometheus' text format.</summary>
static class Prometheus
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    static readonly string[] Checks = ["rpc", "clock", "contract", "account", "trustline", "sending"];

    public static string Text(PoolerStatus status)
    {
        var text = new StringBuilder();
        Add("kalepool_pooler_info", "gauge", "What runs here.", 1, $"version=\"{status.Version}\",kernel=\"{status.Kernel}\",network=\"{Escaped(status.Network)}\"");
        Add("kalepool_pooler_uptime_seconds", "gauge", "Since the start, or since settings were last read again.", status.UptimeSeconds);
        Add("kalepool_pooler_hashes_total", "counter", "Hashes made.", status.Hashes);
        Add("kalepool_pooler_hash_rate", "gauge", "Hashes a second over the last minute.", status.HashRate60S);
        Add("kalepool_pooler_threads", "gauge", "Threads that hash.", status.Threads);
        Add("kalepool_pooler_block", "gauge", "Index of the present block.", status.Block);
        Add("kalepool_pooler_block_ends_seconds", "gauge", "Until the next block may be opened.", status.EndsIn);
        Add("kalepool_pooler_planted", "gauge", "Farmers planted in the present block.", status.Planted);
        Add("kalepool_pooler_block_worked", "gauge", "Farmers of the present block whose work the chain has.", status.Block is null ? null : status.Farmers.Count(farmer => farmer.WorkedZeros is not null));
        Add("kalepool_pooler_works_total", "counter", "Works that the chain has taken.", status.Worked);
        Add("kalepool_pooler_works_failed_total", "counter", "Works that failed.", status.WorksFailed);
        Add("kalepool_pooler_blocks_total", "counter", "Blocks settled.", status.BlocksSettled);
        Add("kalepool_pooler_earned_stroops_total", "counter", "KALE harvested for farmers.", status.Earned);
        Add("kalepool_pooler_paused", "gauge", "1 while hashing pauses.", status.Paused is null ? 0 : 1);
        foreach (var (party, isFirst) in (ReadOnlySpan<(string, bool)>)[("backend", true), ("rpc", false)])
            Add("kalepool_pooler_trouble", "gauge", isFirst ? "1 while it does not answer as it should." : null, status.Troubles.Contains(party) ? 1 : 0, $"party=\"{party}\"");
        foreach (var (check, isFirst) in Checks.Select((check, i) => (check, i == 0)))
            Add("kalepool_pooler_check", "gauge", isFirst ? "Of its own checks: 0 well, 1 weak, 2 wrong." : null, (int)(status.Checks.FirstOrDefault(found => found.Check == check)?.Verdict ?? Verdict.Ok), $"check=\"{check}\"");
        return text.ToString();

        void Add(string name, string kind, string? help, double? value, string? labels = null)
        {
            if (value is not { } number) return;
            if (help is not null) text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n");
            text.Append(CultureInfo.InvariantCulture, $"{name}{(labels is null ? "" : $"{{{labels}}}")} {number}\n");
        }
    }

    static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
