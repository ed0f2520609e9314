namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Every kind of act.</summary>
static class WalkKinds
{
    public static IReadOnlyList<WalkKind> All { get; } =
    [
        .. PaymentKinds.All, .. TrustKinds.All, .. AccountKinds.All, .. PlantKinds.All, .. WorkKinds.All, .. HarvestKinds.All,
    ];
}
