using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using KalePool.Actors.Blocks;
using KalePool.Actors.Farmers;
using KalePool.Actors.Poolers;
using KalePool.Backend.Api.Access;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Backend.Api;

/// <summary>The pool's entities as the endpoints ask them.</summary>
/// <remarks>A time-out throws <see cref="AskTimeoutException"/>: the outcome is unknown, not failed.</remarks>
public sealed class Pool(IRequiredActor<FarmerActor> farmers, IRequiredActor<BlockActor> blocks, IRequiredActor<PoolerActor> poolers, KnownEntities known)
{
    static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    /// <summary>Null where there is none; asks the journal first, so that no stranger's guess starts an entity.</summary>
    public async Task<PoolerStanding?> FindPoolerAsync(Guid id) =>
        await known.IsPoolerAsync(id, CancellationToken.None) && await PoolerAsync(id) is { Exists: true } standing ? standing : null;

    /// <inheritdoc cref="FindPoolerAsync"/>
    public async Task<FarmerStanding?> FindFarmerAsync(Guid id) =>
        await known.IsFarmerAsync(id, CancellationToken.None) && await AskAsync(new GetFarmer(id)) is FarmerStanding { Status: not FarmerStatus.Unknown } standing ? standing : null;

    /// <exception cref="ApiException">404: there is none.</exception>
    public async Task<FarmerStanding> ExistingFarmerAsync(Guid id) => await FindFarmerAsync(id) ?? throw ApiException.NotFound($"there is no farmer {id:D}");

    /// <summary>Whether the coordinators that say where entities live are known and answer.</summary>
    public async Task<bool> HasShardsAsync(TimeSpan patience)
    {
        try
        {
            await Task.WhenAll(new[] { farmers.ActorRef, blocks.ActorRef, poolers.ActorRef }.Select(region => region.Ask<CurrentRegions>(GetCurrentRegions.Instance, patience)));
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    public async Task<PoolerStanding> PoolerAsync(Guid id) => (PoolerStanding)await AskAsync(new GetPooler(id));

    public Task<IPoolerMessage> AskAsync(IPoolerMessage message) => poolers.ActorRef.Ask<IPoolerMessage>(message, Usual);

    /// <summary>Without an answer.</summary>
    public void Tell(IFarmerMessage message) => farmers.ActorRef.Tell(message, ActorRefs.NoSender);

    public Task<FarmerReply> AskAsync(IFarmerMessage message, TimeSpan? timeout = null) => farmers.ActorRef.Ask<FarmerReply>(message, timeout ?? Usual);

    /// <exception cref="ApiException">The farmer refused.</exception>
    public async Task<FarmerStanding> CommandAsync(FarmerCommand command, TimeSpan? timeout = null) => await AskAsync(command, timeout) switch
    {
        FarmerStanding standing => standing,
        FarmerRefused refused => throw ApiException.Of(refused.Failure),
        var other => throw new InvalidOperationException($"a farmer answered {other.GetType().Name}"),
    };

    /// <exception cref="ApiException">The block refused.</exception>
    public async Task<BlockStanding> AskAsync(BlockCommand command, CancellationToken cancellation = default) => await TryAskAsync(command, cancellation) switch
    {
        BlockStanding standing => standing,
        BlockRefused refused => throw ApiException.Of(refused.Failure),
        var other => throw new InvalidOperationException($"a block answered {other.GetType().Name}"),
    };

    /// <summary>A <see cref="BlockStanding"/> or a <see cref="BlockRefused"/>.</summary>
    public Task<IBlockMessage> TryAskAsync(BlockCommand command, CancellationToken cancellation = default) =>
        blocks.ActorRef.Ask<IBlockMessage>(command, Waiting.AskTimeout(TimeSpan.FromMilliseconds(command.WaitMilliseconds)), cancellation);

    /// <exception cref="ApiException">The block refused.</exception>
    public async Task<WorksAnswered> AskAsync(SubmitWorks works) => await blocks.ActorRef.Ask<IBlockMessage>(works, Usual) switch
    {
        WorksAnswered answer => answer,
        BlockRefused refused => throw ApiException.Of(refused.Failure),
        var other => throw new InvalidOperationException($"a block answered {other.GetType().Name}"),
    };

    public Task<BlockStanding> BlockAsync(BlockKey key) => blocks.ActorRef.Ask<BlockStanding>(new GetBlock(key), Usual);
}
