using KalePool.Fuzz.Targets;

namespace KalePool.Fuzz;

/// <summary>Everything that is fed with what strangers write.</summary>
public static class FuzzTargets
{
    static readonly Func<IFuzzTarget>[] Makers =
    [
        () => new XdrTarget(), () => new StrKeyTarget(), () => new RpcAnswersTarget(), () => new SettlementTarget(), () => new JournalTarget(), () => new MessagesTarget(), () => new SnapshotsTarget(),
        () => new FramesTarget(), () => new PlantLinesTarget(), () => new PoolAnswersTarget(), () => new SettingsTarget(), () => new DatabaseUrlTarget(), () => new PoolerJournalTarget(),
        () => new ProgressTarget(), () => new DevnetStateTarget(), () => new HttpTarget(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Makers.Select(make => make().Name)];

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static IFuzzTarget Make(string name) =>
        Names.ToList().IndexOf(name) is var at and >= 0 ? Makers[at]() : throw new ArgumentException($"there is no target {name}, there are {string.Join(", ", Names)}", nameof(name));
}
