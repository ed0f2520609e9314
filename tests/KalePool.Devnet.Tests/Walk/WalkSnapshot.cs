using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>What the walk knows of the chain when it makes the next acts: read over RPC as anybody can.</summary>
/// <param name="CloseTime">Unix seconds.</param>
sealed record WalkSnapshot(uint Ledger, ulong CloseTime, FarmState Farm, IReadOnlyDictionary<LedgerKey, LedgerEntryData> Entries)
{
    public const int PailsBack = 3;

    public static async Task<WalkSnapshot> ReadAsync(IStellarRpc rpc, WalkWorld world)
    {
        var latest = await rpc.GetLatestLedgerAsync();
        var instance = KaleKeys.Instance(world.Farm.ContractId);
        var farm = KaleCodec.DecodeFarm((await rpc.ReadEntriesAsync([instance])).Find(instance)!);
        var entries = await rpc.ReadEntriesAsync(KeysOf(world, farm.Index));
        return new WalkSnapshot(
            latest.Sequence, (ulong)latest.CloseTime!, farm,
            entries.Entries.Where(pair => pair.Value.LiveUntil is not 0).ToDictionary(pair => pair.Key, pair => pair.Value.Data));
    }

    static IEnumerable<LedgerKey> KeysOf(WalkWorld world, uint index)
    {
        var blocks = Enumerable.Range(0, PailsBack).Where(back => index >= back).Select(back => index - (uint)back).ToList();
        foreach (var block in blocks) yield return KaleKeys.Block(world.Farm.ContractId, block);
        foreach (var actor in world.Actors)
        {
            yield return LedgerKeys.Account(actor.Id);
            yield return LedgerKeys.TrustLine(actor.Id, world.Kale);
            yield return LedgerKeys.TrustLine(actor.Id, world.Other);
            foreach (var block in blocks) yield return KaleKeys.Pail(world.Farm.ContractId, actor.Address, block);
        }
    }

    public AccountEntry? Account(WalkActor actor) => (Entries.GetValueOrDefault(LedgerKeys.Account(actor.Id)) as LedgerEntryData.Account)?.Value;

    public TrustLineEntry? Line(WalkActor actor, Asset asset) => (Entries.GetValueOrDefault(LedgerKeys.TrustLine(actor.Id, asset)) as LedgerEntryData.Trustline)?.Value;

    public KaleBlock? Block(WalkWorld world, uint index) => Entries.TryGetValue(KaleKeys.Block(world.Farm.ContractId, index), out var block) ? KaleCodec.DecodeBlock(block) : null;

    public KalePail? Pail(WalkWorld world, WalkActor actor, uint index) =>
        Entries.TryGetValue(KaleKeys.Pail(world.Farm.ContractId, actor.Address, index), out var pail) ? KaleCodec.DecodePail(pail) : null;
}
