using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;

namespace KalePool.Actors.Blocks;

static class BlockFailures
{
    public static Failure NotPlanted(BlockKey key) => new(ErrorCode.NotPlanted, $"nothing was planted in block {key.Index}", Attribution.Pooler);

    public static Failure NotOpen(BlockKey key, ChainSnapshot? chain) => chain is null
        ? new Failure(ErrorCode.ChainUnavailable, "the chain has not answered yet", Attribution.Network)
        : new Failure(
            ErrorCode.BlockClosed,
            $"block {key.Index} is not open for planting: a plant now belongs to block {chain.PlantIndex}",
            Attribution.Pooler);
}
