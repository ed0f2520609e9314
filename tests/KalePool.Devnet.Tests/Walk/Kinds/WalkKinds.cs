namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Every kind of act.</summary>
static class WalkKinds
{
    public static IReadOnlyList<WalkKind> All { get; } =
    [
        .. PaymentKinds.All, .. TrustKinds.All, .. AccountKinds.All, .. OptionKinds.All, .. DataKinds.All, .. SequenceKinds.All, .. PreconditionKinds.All, .. SignatureKinds.All,
        .. FeeKinds.All, .. QueueKinds.All, .. PlantKinds.All, .. WorkKinds.All, .. HarvestKinds.All, .. AddressKinds.All, .. RouterKinds.All, .. AssetKinds.All,
        .. CallFaultKinds.All, .. LifetimeKinds.All, .. ArchiveKinds.All, .. SimulationKinds.All,
    ];
}
