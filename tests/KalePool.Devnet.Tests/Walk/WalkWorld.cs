using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>What stays the same through a walk.</summary>
/// <param name="RouterId">32 bytes.</param>
/// <param name="RouterCode">SHA-256 of its code, 32 bytes.</param>
/// <param name="BlockSeconds">KALE's block interval.</param>
/// <param name="Actors">The first one issues <see cref="Other"/>; the last ones set options that may lock them out.</param>
sealed record WalkWorld(Network Network, KaleDeployment Farm, Opaque RouterId, Opaque RouterCode, uint BlockSeconds, IReadOnlyList<WalkActor> Actors)
{
    public const uint BaseReserve = 5_000_000;

    public Asset Kale => Farm.Asset;

    /// <summary>An asset that has no contract.</summary>
    public Asset Other { get; } = Assets.Credit("WALK", Actors[0].Key.Address);

    public Opaque NativeContract { get; } = ContractId.OfAsset(Assets.Native, Network);

    public WalkActor Issuer => Actors[0];

    /// <summary>Actors whose signers and thresholds change.</summary>
    public bool IsWild(WalkActor actor) => actor.Number >= Actors.Count - Actors.Count / 4;

    public WalkActor? Find(Opaque publicKey) => Actors.FirstOrDefault(actor => actor.Key.PublicKey == publicKey);
}
