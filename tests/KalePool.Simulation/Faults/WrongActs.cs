using KalePool.Actors.Ports;
using KalePool.Backend.Chain;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Simulation.Kernel;
using KalePool.Stellar.Acts;

namespace KalePool.Simulation.Faults;

/// <summary>Farmers' acts, each wrong in one place that matters.</summary>
abstract class WrongActs(IFarmerActs right) : IFarmerActs
{
    public Task<Preparation> PrepareTrustlineAsync(FarmerState farmer, CancellationToken cancellation) => Prepared(right.PrepareTrustlineAsync(farmer, cancellation));

    public Task<Preparation> PreparePlantAsync(FarmerState farmer, PlantSlot slot, CancellationToken cancellation) => Prepared(right.PreparePlantAsync(farmer, slot, cancellation));

    public Task<Preparation> PrepareOpeningAsync(FarmerState farmer, PlantSlot slot, CancellationToken cancellation) => Prepared(right.PrepareOpeningAsync(farmer, slot, cancellation));

    public Task<Preparation> PrepareFindAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation) => Prepared(right.PrepareFindAsync(farmer, blocks, cancellation));

    public virtual Task<Preparation> PrepareExtensionAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation) => Prepared(right.PrepareExtensionAsync(farmer, blocks, cancellation));

    public virtual Task<Preparation> PrepareRescueAsync(FarmerState farmer, uint block, CancellationToken cancellation) => Prepared(right.PrepareRescueAsync(farmer, block, cancellation));

    public Task<Preparation> PrepareWorkAsync(FarmerState farmer, uint block, HandedWork work, CancellationToken cancellation) => Prepared(right.PrepareWorkAsync(farmer, block, work, cancellation));

    public Task<Preparation> PrepareHarvestAsync(FarmerState farmer, uint block, CancellationToken cancellation) => Prepared(right.PrepareHarvestAsync(farmer, block, cancellation));

    public Task<Preparation> PrepareCheckAsync(FarmerState farmer, CancellationToken cancellation) => Prepared(right.PrepareCheckAsync(farmer, cancellation));

    public Task<Preparation> PrepareResolveAsync(FarmerState farmer, ResolveAct resolve, CancellationToken cancellation) => Prepared(right.PrepareResolveAsync(farmer, resolve, cancellation));

    public Task<Preparation> PreparePayoutAsync(FarmerState farmer, CancellationToken cancellation) => Prepared(right.PreparePayoutAsync(farmer, cancellation));

    public Task<Preparation> PrepareExitAsync(FarmerState farmer, CancellationToken cancellation) => Prepared(right.PrepareExitAsync(farmer, cancellation));

    public virtual Task<ActReport> SettleAsync(FarmerState farmer, OpenAct act, bool resumed, CancellationToken cancellation) => right.SettleAsync(farmer, act, resumed, cancellation);

    protected virtual Task<Preparation> Prepared(Task<Preparation> prepared) => prepared;

    static ActReport NotHappened => new(ActResult.NotHappened, 0, 0, 0, 0, null);

    /// <inheritdoc cref="Sabotage.SentBeforeSubmitted"/>
    public sealed class SendingEarly(IFarmerActs right, FarmWatch watch) : WrongActs(right)
    {
        protected override async Task<Preparation> Prepared(Task<Preparation> prepared)
        {
            var preparation = await prepared;
            if (preparation is Preparation.Ready ready) await watch.ActChain.SendAsync(ready.Envelope, CancellationToken.None);
            return preparation;
        }
    }

    /// <inheritdoc cref="Sabotage.NoLookUp"/>
    public sealed class NotLookingUp(IFarmerActs right) : WrongActs(right)
    {
        public override Task<ActReport> SettleAsync(FarmerState farmer, OpenAct act, bool resumed, CancellationToken cancellation) =>
            resumed ? Task.FromResult(NotHappened) : base.SettleAsync(farmer, act, resumed, cancellation);
    }

    /// <inheritdoc cref="Sabotage.NotFoundIsNotHappened"/>
    public sealed class GivingUp(IFarmerActs right, FarmWatch watch) : WrongActs(right)
    {
        readonly IFarmerActs _right = right;

        public override async Task<ActReport> SettleAsync(FarmerState farmer, OpenAct act, bool resumed, CancellationToken cancellation)
        {
            if (!resumed) await watch.ActChain.SendAsync(act.Envelope, cancellation);
            return await watch.ActChain.LookUpAsync(act.Envelope, cancellation) is Observation.NotFound ? NotHappened : await _right.SettleAsync(farmer, act, resumed: true, cancellation);
        }
    }

    /// <inheritdoc cref="Sabotage.NoRescueAfterTrouble"/>
    public sealed class HoldingBack(IFarmerActs right, Disturbances disturbances, World world) : WrongActs(right)
    {
        static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

        public override Task<Preparation> PrepareRescueAsync(FarmerState farmer, uint block, CancellationToken cancellation) =>
            disturbances.HaveBegunSince(world.Now - Long) ? Task.FromResult<Preparation>(new Preparation.Unavailable("something has gone wrong")) : base.PrepareRescueAsync(farmer, block, cancellation);
    }

    /// <inheritdoc cref="Sabotage.NoExtension"/>
    public sealed class NotExtending(IFarmerActs right) : WrongActs(right)
    {
        public override Task<Preparation> PrepareExtensionAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation) =>
            Task.FromResult<Preparation>(new Preparation.Unavailable("nobody keeps anything alive"));
    }
}
