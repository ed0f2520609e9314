using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Calls of the farm with their footprints written down.</summary>
static class FarmCalls
{
    public const long ResourceFee = 600_000;

    public static Transaction Call(this WalkStep step, WalkActor source, KaleCall call, SorobanResources resources, long resourceFee = ResourceFee) =>
        step.Invoke(source, KaleInvocations.Operation(step.World.Farm, call), resources, resourceFee);

    public static Transaction Invoke(this WalkStep step, WalkActor source, InvokeHostFunctionOp call, SorobanResources resources, long resourceFee = ResourceFee) => TransactionFactory.Soroban(
        source.Source, step.Next(source), Bounds.None, Operations.Invoke(call), resources.WithFee(resourceFee), step.Pick(100u, 100u, 1_000u));

    /// <summary>A plant into the block that is likely to be open; often one that lands in either.</summary>
    public static SorobanResources PlantResources(this WalkStep step, WalkActor farmer, Int128 stake, bool? wide = null) => wide ?? step.Chance(2)
        ? KaleFootprints.PlantWide(step.World.Farm, farmer.Address, step.Index, stake)
        : KaleFootprints.Plant(step.World.Farm, farmer.Address, step.PlantIndex, stake);

    /// <summary>
    /// A harvest that would return neither reward nor stake. The facts say that the contract mints only what is above 0, truthnet's mints 0, and no recording of the
    /// real contract shows such a harvest: it is left to nobody's judgement.
    /// </summary>
    public static bool IsWorthNothing(this WalkStep step, WalkActor farmer, uint index) =>
        step.Pail(farmer, index) is { IsWorked: true } pail && step.Now.Block(step.World, index) is { } block && (KaleReward.Of(index, block, pail) ?? 0) + pail.Stake == 0;

    public static (Opaque Hash, ulong Nonce)? Mine(this WalkStep step, WalkActor farmer, uint zeros, bool exactly = false)
    {
        if (step.Now.Block(step.World, step.Index) is not { } block) return null;
        for (var nonce = (ulong)step.Random.NextInt64(1 << 20); ; nonce++)
        {
            var hash = ProofOfWork.Hash(step.Index, nonce, block.Entropy, farmer.Address);
            var found = ProofOfWork.Zeros(hash);
            if (exactly ? found == zeros : found >= zeros) return (hash, nonce);
        }
    }
}
