using KalePool.Actors.Ports;
using KalePool.Backend.Chain;
using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Faults;

/// <summary>The ports that a node works with: the product's own, or, where it is broken on purpose, a wrong one before it.</summary>
sealed record Ports(Sabotage Sabotage, Disturbances Disturbances, World World)
{
    public IFarmerActs Acts(IFarmerActs right, FarmWatch watch) => Sabotage switch
    {
        Sabotage.SentBeforeSubmitted => new WrongActs.SendingEarly(right, watch),
        Sabotage.NoLookUp => new WrongActs.NotLookingUp(right),
        Sabotage.NotFoundIsNotHappened => new WrongActs.GivingUp(right, watch),
        Sabotage.NoRescueAfterTrouble => new WrongActs.HoldingBack(right, Disturbances, World),
        Sabotage.NoExtension => new WrongActs.NotExtending(right),
        _ => right,
    };

    public IDueList Due(IDueList right) => Sabotage == Sabotage.ForgetfulDueList ? new ForgetfulDueList(right) : right;

    sealed class ForgetfulDueList(IDueList right) : IDueList
    {
        public Task AddAsync(DueEntity entity, CancellationToken cancellation) => Task.CompletedTask;

        public Task RemoveAsync(DueEntity entity, CancellationToken cancellation) => right.RemoveAsync(entity, cancellation);

        public Task<IReadOnlyList<DueEntity>> ReadAsync(CancellationToken cancellation) => right.ReadAsync(cancellation);
    }
}
