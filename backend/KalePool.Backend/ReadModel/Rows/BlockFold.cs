using System.Collections.Immutable;
using KalePool.Domain;
using KalePool.Domain.Blocks;

namespace KalePool.Backend.ReadModel.Rows;

/// <summary>What a block's rows need to know of its earlier events.</summary>
/// <param name="Reports">The best of what the pooler said of each farmer's work.</param>
/// <param name="WorkedAt">When the work that a pail shows was first seen.</param>
sealed record BlockFold(
    BlockState State,
    ImmutableDictionary<Guid, ReportedWork> Reports,
    ImmutableDictionary<Guid, DateTimeOffset> WorkedAt,
    DateTimeOffset? PlantCompletedAt,
    DateTimeOffset? WorkCompletedAt)
{
    public static readonly BlockFold Empty = new(BlockState.Empty, ImmutableDictionary<Guid, ReportedWork>.Empty, ImmutableDictionary<Guid, DateTimeOffset>.Empty, null, null);

    public BlockFold Apply(BlockEvent e)
    {
        var at = e.At.ToUniversalTime();
        var after = this with { State = State.Apply(e) };
        if (e is WorksReported reported) after = after with { Reports = reported.Rows.Where(r => r.Success).Aggregate(Reports, Better) };
        if (e is WorksRecorded recorded) after = after with { WorkedAt = WorkedAt.SetItems(recorded.Rows.Select(r => KeyValuePair.Create(r.FarmerId, at))) };
        if (after is { PlantCompletedAt: null, State.PlantsAreDecided: true }) after = after with { PlantCompletedAt = at };
        if (after is { PlantCompletedAt: not null, WorkCompletedAt: null } && after.State.Farmers.Values.All(f => f.Plant == StepState.Failed || f.Work != StepState.None || f.IsClosed))
            after = after with { WorkCompletedAt = at };
        return after;
    }

    static ImmutableDictionary<Guid, ReportedWork> Better(ImmutableDictionary<Guid, ReportedWork> known, ReportedWork report) =>
        known.TryGetValue(report.FarmerId, out var before) && before.Zeros >= report.Zeros ? known : known.SetItem(report.FarmerId, report);
}
