using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Acts;

namespace KalePool.Actors.Ports;

/// <summary>What a farmer's wallet does on the chain. Nothing is sent by a preparation; nothing is told by a settlement before it is known.</summary>
public interface IFarmerActs
{
    /// <summary>Looks at the wallet and builds the transaction that lets it hold KALE.</summary>
    Task<Preparation> PrepareTrustlineAsync(FarmerState farmer, CancellationToken cancellation);

    /// <summary>Reads the wallet, takes the stake from its balance, builds and signs.</summary>
    Task<Preparation> PreparePlantAsync(FarmerState farmer, PlantSlot slot, CancellationToken cancellation);

    /// <summary>A plant of nothing that opens the block, as long as nobody else has.</summary>
    Task<Preparation> PrepareOpeningAsync(FarmerState farmer, PlantSlot slot, CancellationToken cancellation);

    /// <summary>Looks for his pails of these blocks.</summary>
    Task<Preparation> PrepareFindAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation);

    /// <summary>Lets his pails of these blocks, and what their harvest needs, live on, as far as half of their time is over; not now where it is of none.</summary>
    Task<Preparation> PrepareExtensionAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation);

    /// <summary>A work without zeros, while the block is the newest and the pail is unworked.</summary>
    Task<Preparation> PrepareRescueAsync(FarmerState farmer, uint block, CancellationToken cancellation);

    /// <summary>The pooler's work, while the block is the newest and the pail shows less.</summary>
    Task<Preparation> PrepareWorkAsync(FarmerState farmer, uint block, HandedWork work, CancellationToken cancellation);

    Task<Preparation> PrepareHarvestAsync(FarmerState farmer, uint block, CancellationToken cancellation);

    /// <summary>Done where journal and chain agree on the wallet's KALE.</summary>
    Task<Preparation> PrepareCheckAsync(FarmerState farmer, CancellationToken cancellation);

    /// <summary>Done by what the chain or the journal has of the act; refused where the chain contradicts the operator.</summary>
    Task<Preparation> PrepareResolveAsync(FarmerState farmer, ResolveAct resolve, CancellationToken cancellation);

    /// <summary>Builds the transaction that pays the pooler's share and what is above the next stake.</summary>
    Task<Preparation> PreparePayoutAsync(FarmerState farmer, CancellationToken cancellation);

    /// <summary>Builds the one transaction that pays the pooler's share, pays all other KALE to the payout wallet, removes the trustline and merges the wallet.</summary>
    Task<Preparation> PrepareExitAsync(FarmerState farmer, CancellationToken cancellation);

    /// <summary>Sends (or, resumed, looks up) until the outcome is known, however long that takes.</summary>
    Task<ActReport> SettleAsync(FarmerState farmer, OpenAct act, bool resumed, CancellationToken cancellation);
}

/// <summary>What came of looking at the chain before an act.</summary>
public abstract record Preparation
{
    Preparation()
    {
    }

    /// <param name="StakeStroops">Of a plant.</param>
    /// <param name="Pays">Of a payout or exit.</param>
    /// <param name="Extends">Of an extension.</param>
    public sealed record Ready(ActEnvelope Envelope, long StakeStroops, Payment? Pays = null, PailExtension? Extends = null) : Preparation;

    /// <summary>All pails that there are of those that were looked for.</summary>
    public sealed record Found(IReadOnlyList<FoundPail> Pails) : Preparation;

    /// <summary>The chain already shows what the act would bring about: the trustline is there, the pail is planted.</summary>
    public sealed record AlreadyDone(ActReport Report) : Preparation;

    /// <summary>It cannot be done, and waiting does not help.</summary>
    public sealed record Refused(Failure Failure) : Preparation;

    /// <summary>It is not the time for it, or there is nothing to do; asked again later.</summary>
    public sealed record NotNow : Preparation;

    /// <summary>The chain has another balance than the journal; that comes first.</summary>
    public sealed record Drifted(BalanceSighting Seen) : Preparation;

    /// <summary>It cannot be known or done now: try again.</summary>
    public sealed record Unavailable(string Reason) : Preparation;
}
