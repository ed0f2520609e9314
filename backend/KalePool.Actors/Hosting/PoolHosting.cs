using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using KalePool.Actors.Accounts;
using KalePool.Actors.Blocks;
using KalePool.Actors.Due;
using KalePool.Actors.Farmers;
using KalePool.Actors.Journal;
using KalePool.Actors.Openers;
using KalePool.Actors.Poolers;
using KalePool.Actors.Serialization;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Actors.Hosting;

/// <summary>The pool's actors, one method each, so that a composition reads as a chain.</summary>
public static class PoolHosting
{
    public static AkkaConfigurationBuilder AddPoolSerializers(this AkkaConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithCustomSerializer(
            "kalepool",
            [typeof(IFarmerMessage), typeof(IBlockMessage), typeof(IPoolerMessage), typeof(IAccountMessage), typeof(FarmerEvent), typeof(BlockEvent), typeof(PoolerEvent), typeof(AccountEvent), typeof(LinkedEvent)],
            system => new DomainSerializer(system))
            .WithCustomSerializer("kalepool-snapshots", SnapshotSerializer.Types, system => new SnapshotSerializer(system));
    }

    public static AkkaConfigurationBuilder AddPoolers(this AkkaConfigurationBuilder builder) =>
        builder.WithShardRegion<PoolerActor>("pooler", (_, _, resolver) => id => resolver.Props<PoolerActor>(id), EntityExtractors.Poolers, Options());

    public static AkkaConfigurationBuilder AddFarmers(this AkkaConfigurationBuilder builder) =>
        builder.WithShardRegion<FarmerActor>("farmer", (_, _, resolver) => id => resolver.Props<FarmerActor>(id), EntityExtractors.Farmers, Options());

    public static AkkaConfigurationBuilder AddAccounts(this AkkaConfigurationBuilder builder) =>
        builder.WithShardRegion<AccountActor>("account", (_, _, resolver) => id => resolver.Props<AccountActor>(id), EntityExtractors.Accounts, Options());

    public static AkkaConfigurationBuilder AddBlocks(this AkkaConfigurationBuilder builder) =>
        builder.WithShardRegion<BlockActor>("block", (_, _, resolver) => id => resolver.Props<BlockActor>(id), EntityExtractors.Blocks, Options());

    /// <summary>After farmers, blocks and accounts: it wakes them.</summary>
    public static AkkaConfigurationBuilder AddDueList(this AkkaConfigurationBuilder builder) =>
        builder.WithSingleton<DueListActor>("due-list", (_, _, resolver) => resolver.Props<DueListActor>(), createProxyToo: false);

    /// <summary>One in the whole cluster, after farmers, blocks and poolers: it asks them.</summary>
    public static AkkaConfigurationBuilder AddOpener(this AkkaConfigurationBuilder builder) =>
        builder.WithSingleton<OpenerActor>("opener", (_, _, resolver) => resolver.Props<OpenerActor>(), createProxyToo: false);

    /// <summary>On every node.</summary>
    public static AkkaConfigurationBuilder AddClusterLog(this AkkaConfigurationBuilder builder) =>
        builder.WithActors((system, _, resolver) => system.ActorOf(resolver.Props<ClusterLogActor>(), "cluster-log"));

    /// <summary>
    /// Nothing is remembered by the shards: the due list knows who must be awake. An entity goes to sleep by itself, and is
    /// handed over between two writes: its stop waits behind one that is under way.
    /// </summary>
    static ShardOptions Options() => new()
    {
        RememberEntities = false,
        StateStoreMode = StateStoreMode.DData,
        PassivateIdleEntityAfter = null,
        ShouldPassivateIdleEntities = false,
        HandOffStopMessage = Sleep.Instance,
    };
}
