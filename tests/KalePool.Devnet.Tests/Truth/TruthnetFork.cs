using System.Collections.Immutable;
using KalePool.Devnet.Apply;
using KalePool.Devnet.Genesis;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Tests.Walk;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;
using Assets = KalePool.Stellar.Transactions.Assets;
using ContractId = KalePool.Stellar.Transactions.ContractId;
using LedgerKeys = KalePool.Devnet.Ledger.LedgerKeys;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>
/// A devnet that goes on where truthnet stands: the same passphrase, contracts, code and accounts, so every key, hash and signature is the same on both, and one
/// envelope can be sent to both.
/// </summary>
static class TruthnetFork
{
    /// <param name="actors">Whose accounts come along.</param>
    public static async Task<ChainStart> OfAsync(IStellarRpc truth, Network network, Opaque farmId, Opaque routerId, IReadOnlyList<WalkActor> actors)
    {
        var latest = await truth.GetLatestLedgerAsync();
        var header = XdrCodec.FromBase64<LedgerHeader>(latest.HeaderXdr!);
        var farm = KaleKeys.Instance(farmId);
        var router = KaleKeys.Instance(routerId);
        var instances = await truth.ReadEntriesAsync([farm, router]);
        var asset = KaleKeys.Instance(KaleDeployment.AssetContractOf(instances.Find(farm)!));
        var assets = await truth.ReadEntriesAsync([asset]);
        var deployment = KaleDeployment.Read(instances.Find(farm)!, assets.Find(asset)!);
        var routerCode = ((ContractExecutable.Wasm)KaleCodec.InstanceOf(instances.Find(router)!).Executable).Value;
        var entries = await truth.ReadEntriesAsync(
        [
            farm, router, asset, KaleKeys.Instance(ContractId.OfAsset(Assets.Native, network)), LedgerKeys.Code(deployment.CodeHash), LedgerKeys.Code(routerCode),
            LedgerKeys.Account(deployment.Issuer),
            .. actors.SelectMany(actor => new[] { LedgerKeys.Account(actor.Id), LedgerKeys.Trustline(actor.Id, deployment.Asset) }),
        ]);
        var stored = entries.Entries.ToImmutableDictionary(pair => pair.Key, pair => Stored(pair.Value));
        var state = new LedgerState(header, Opaque.FromHex(latest.Id), stored, Expiring.None);
        var closed = new ClosedLedger(header, state.Hash, TransactionSets.Of(header.PreviousLedgerHash, [], header.BaseFee), [], []);
        return new ChainStart(state, closed, deployment, routerId, routerCode);
    }

    static StoredEntry Stored(SnapshotEntry entry) => new(
        new LedgerEntry(entry.LastModified, entry.Data, new LedgerEntryExt.V0()),
        entry.LiveUntil is { } liveUntil ? new Life(liveUntil, entry.LastModified) : null);
}
