using System.Globalization;
using System.Text;

namespace KalePool.Costs;

/// <summary>Costs as a Markdown table, a farmer and block each.</summary>
static class CostTable
{
    public static string Write(CostOptions options, Costs costs)
    {
        var each = (double)options.Farmers * options.Blocks;
        var text = new StringBuilder();
        var backend = costs.Last.Backend.Total - costs.First.Backend.Total;
        var pooler = costs.Last.Pooler.Total - costs.First.Pooler.Total;
        var bytes = costs.Last.Backend.BytesIn + costs.Last.Backend.BytesOut + costs.Last.Pooler.BytesIn + costs.Last.Pooler.BytesOut
            - costs.First.Backend.BytesIn - costs.First.Backend.BytesOut - costs.First.Pooler.BytesIn - costs.First.Pooler.BytesOut;
        Line(text, $"### {options.Farmers} farmers, {(options.Router ? "with the router" : "without a router")}, {options.Blocks} blocks of 60 ledgers{(costs.IsFull ? "" : ": NOT EVERY FARMER TOOK PART IN EVERY BLOCK")}");
        Line(text, $"");
        Line(text, $"| A farmer and block | |");
        Line(text, $"| --- | --- |");
        Line(text, $"| stroops, inclusion aside | {costs.Transactions.Sum(tx => tx.Resources) / each:0} |");
        Line(text, $"| stroops of inclusion | {costs.Transactions.Sum(tx => tx.Inclusion) / each:0} |");
        Line(text, $"| transactions | {costs.Transactions.Count / each:0.00} |");
        Line(text, $"| bytes of envelopes | {costs.Transactions.Sum(tx => tx.Bytes) / each:0} |");
        Line(text, $"| RPC calls | {(backend + pooler) / each:0.00} (backend {backend / each:0.00}, pooler {pooler / each:0.00}) |");
        Line(text, $"| RPC bytes, in and out | {bytes / each:0} |");
        Line(text, $"| events in the journal | {costs.Journal.Values.Sum(kind => kind.Events) / each:0.00} ({string.Join(", ", costs.Journal.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Value.Events / each:0.00}")))}) |");
        Line(text, $"| bytes in the journal | {costs.Journal.Values.Sum(kind => kind.Bytes) / each:0} |");
        Line(text, $"");
        Line(text, $"| Transactions of both blocks together | number | failed | resources, stroops each | inclusion, stroops each |");
        Line(text, $"| --- | --- | --- | --- | --- |");
        foreach (var kind in costs.Transactions.GroupBy(tx => tx.Kind).OrderByDescending(kind => kind.Count()))
            Line(text, $"| {kind.Key} | {kind.Count()} | {kind.Count(tx => !tx.Succeeded)} | {kind.Average(tx => tx.Resources):0} | {kind.Average(tx => tx.Inclusion):0} |");
        Line(text, $"");
        Line(text, $"| RPC calls of both blocks together | |");
        Line(text, $"| --- | --- |");
        Line(text, $"| backend | {Calls(Costs.Calls(costs.First.Backend, costs.Last.Backend))} |");
        Line(text, $"| pooler | {Calls(Costs.Calls(costs.First.Pooler, costs.Last.Pooler))} |");
        return text.ToString();
    }

    static string Calls(IReadOnlyDictionary<string, long> calls) => string.Join(", ", calls.Select(call => $"{call.Key} {call.Value}"));

    static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
