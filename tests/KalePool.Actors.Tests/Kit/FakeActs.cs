using System.Threading.Channels;
using KalePool.Actors.Ports;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;

namespace KalePool.Actors.Tests.Kit;

/// <summary>A farmer's acts that wait for the test's answer. Each call is seen exactly once, in the order in which they were made.</summary>
sealed class FakeActs : IFarmerActs
{
    readonly Channel<object> _calls = Channel.CreateUnbounded<object>();

    public bool IsIdle => _calls.Reader.Count == 0;

    public Task<Preparation> PrepareTrustlineAsync(FarmerState farmer, CancellationToken cancellation) => Prepare(ActKind.Trustline, 0, null);

    public Task<Preparation> PreparePlantAsync(FarmerState farmer, PlantSlot slot, CancellationToken cancellation) => Prepare(ActKind.Plant, slot.Block, slot);

    public Task<Preparation> PrepareOpeningAsync(FarmerState farmer, PlantSlot slot, CancellationToken cancellation) => Prepare(ActKind.Opening, slot.Block, slot);

    public Task<Preparation> PrepareFindAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation) => Prepare(ActKind.Find, blocks[0], null);

    public Task<Preparation> PrepareExtensionAsync(FarmerState farmer, IReadOnlyList<uint> blocks, CancellationToken cancellation) => Prepare(ActKind.Extension, blocks[0], null);

    public Task<Preparation> PrepareRescueAsync(FarmerState farmer, uint block, CancellationToken cancellation) => Prepare(ActKind.Rescue, block, null);

    public Task<Preparation> PrepareWorkAsync(FarmerState farmer, uint block, HandedWork work, CancellationToken cancellation) => Prepare(ActKind.Work, block, null);

    public Task<Preparation> PrepareHarvestAsync(FarmerState farmer, uint block, CancellationToken cancellation) => Prepare(ActKind.Harvest, block, null);

    public Task<Preparation> PrepareCheckAsync(FarmerState farmer, CancellationToken cancellation) => Prepare(ActKind.Check, 0, null);

    public Task<Preparation> PrepareResolveAsync(FarmerState farmer, ResolveAct resolve, CancellationToken cancellation) => Prepare(ActKind.Resolve, farmer.UnknownActs[resolve.TransactionHash].Block, null);

    public Task<Preparation> PreparePayoutAsync(FarmerState farmer, CancellationToken cancellation) => Prepare(ActKind.Payout, 0, null);

    public Task<Preparation> PrepareExitAsync(FarmerState farmer, CancellationToken cancellation) => Prepare(ActKind.Exit, 0, null);

    public Task<ActReport> SettleAsync(FarmerState farmer, OpenAct act, bool resumed, CancellationToken cancellation)
    {
        var call = new Settling(farmer, act, resumed, cancellation);
        _calls.Writer.TryWrite(call);
        return call.Answer.Task.WaitAsync(cancellation);
    }

    /// <summary>The next call, which must be a preparation of this.</summary>
    public async Task<Preparing> PreparingAsync(ActKind kind, uint block = 0)
    {
        var call = Assert.IsType<Preparing>(await NextAsync());
        Assert.Equal((kind, block), (call.Kind, call.Block));
        return call;
    }

    /// <summary>The next call, which must settle this.</summary>
    public async Task<Settling> SettlingAsync(ActKind kind, uint block = 0)
    {
        var call = Assert.IsType<Settling>(await NextAsync());
        Assert.Equal((kind, block), (call.Act.Kind, call.Act.Block));
        return call;
    }

    Task<object> NextAsync() => _calls.Reader.ReadAsync().AsTask().WaitAsync(PoolKit.Patience);

    Task<Preparation> Prepare(ActKind kind, uint block, PlantSlot? slot)
    {
        var call = new Preparing(kind, block, slot);
        _calls.Writer.TryWrite(call);
        return call.Answer.Task;
    }

    public sealed record Preparing(ActKind Kind, uint Block, PlantSlot? Slot)
    {
        public TaskCompletionSource<Preparation> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed record Settling(FarmerState Farmer, OpenAct Act, bool Resumed, CancellationToken Cancellation)
    {
        public TaskCompletionSource<ActReport> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
