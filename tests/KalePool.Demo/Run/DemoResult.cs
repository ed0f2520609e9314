using System.Globalization;
using KalePool.Contracts.Admin;

namespace KalePool.Demo.Run;

/// <summary>What the demanded blocks came to. A farmer counts where every block succeeded for him.</summary>
/// <param name="Hashes">As the pooler counted them.</param>
/// <param name="Rewards">Stroops of KALE.</param>
/// <param name="Chain">"balanced", or what the audit says instead.</param>
public sealed record DemoResult(
    int Blocks, int Farmers, int Planted, int Worked, int Harvested, long Hashes, uint? ZerosMin, double? ZerosMean, long Rewards, string Chain)
{
    const decimal StroopsPerKale = 10_000_000m;

    public bool IsFull => Blocks > 0 && Planted == Farmers && Worked == Farmers && Harvested == Farmers && Chain == "balanced";

    /// <param name="blocks">The demanded ones, as the backend shows them.</param>
    public static DemoResult Of(IReadOnlyList<BlockView> blocks, IReadOnlyList<Farmer> farmers, int demanded, long hashes, string chain)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(farmers);
        var rows = farmers.ToDictionary(f => f.Id, f => blocks.Select(b => b.Farmers.FirstOrDefault(r => r.FarmerId == f.Id)).ToList());
        int Full(Func<BlockFarmerView, string> step) =>
            rows.Values.Count(r => r.Count == demanded && r.All(v => v is not null && step(v) == StepStatus.Success));
        var zeros = rows.Values.SelectMany(r => r).Where(v => v?.Zeros is not null).Select(v => v!.Zeros!.Value).ToList();
        return new DemoResult(
            blocks.Count, farmers.Count, Full(v => v.Plant), Full(v => v.Work), Full(v => v.Harvest), hashes,
            zeros.Count == 0 ? null : zeros.Min(), zeros.Count == 0 ? null : zeros.Average(z => (double)z),
            rows.Values.SelectMany(r => r).Sum(v => v?.RewardAmount ?? 0), chain);
    }

    /// <summary>The last line of the demo.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"demo: blocks={Blocks} planted={Planted}/{Farmers} worked={Worked}/{Farmers} harvested={Harvested}/{Farmers} hashes={Hashes} " +
        $"zeros={(ZerosMin is { } min ? min : "-")}/{(ZerosMean is { } mean ? mean.ToString("0.00", CultureInfo.InvariantCulture) : "-")} " +
        $"rewards={Rewards / StroopsPerKale:0.0000000} chain={Chain}");
}
