using Akka.Cluster.Sharding;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Actors.Hosting;

/// <summary>The marker interface of each entity's messages says which entity they are for.</summary>
static class EntityExtractors
{
    /// <summary>About ten shards a node for the largest cluster in mind (ten nodes). Never changed on a running cluster.</summary>
    const int Shards = 100;

    public static readonly IMessageExtractor Farmers = HashCodeMessageExtractor.Create(Shards, m => (m as IFarmerMessage)?.FarmerId.ToString("N"));

    public static readonly IMessageExtractor Blocks = HashCodeMessageExtractor.Create(Shards, m => (m as IBlockMessage)?.Block.ToString());

    public static readonly IMessageExtractor Accounts = HashCodeMessageExtractor.Create(Shards, m => (m as IAccountMessage)?.AccountId);

    public static readonly IMessageExtractor Poolers = HashCodeMessageExtractor.Create(Shards, m => (m as IPoolerMessage)?.PoolerId.ToString("N"));
}
