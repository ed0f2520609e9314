using KalePool.Backend.Chain;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.Logging.Abstractions;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>A KALE farm on a <see cref="FakeRpc"/>: what stands in the ledger is what a test puts there.</summary>
sealed class FakeFarm
{
    public const int BlockIntervalSeconds = 300;

    static readonly Opaque Contract = new([.. Enumerable.Repeat((byte)1, 32)]);
    static readonly Opaque AssetContract = new([.. Enumerable.Repeat((byte)2, 32)]);
    static readonly Opaque CodeHash = new([.. Enumerable.Repeat((byte)3, 32)]);

    public FakeFarm()
    {
        var issuer = Wallets.Of("issuer");
        var info = SCVals.Variant("AlphaNum4", SCVals.Struct(("asset_code", new SCVal.String("KALE")), ("issuer", SCVals.Bytes(issuer.PublicKey))));
        Put(AssetContract, new SCVal.LedgerKeyContractInstance(), ContractDataDurability.Persistent, new SCVal.ContractInstance(
            new SCContractInstance(new ContractExecutable.StellarAsset(), [new SCMapEntry(SCVals.Variant("AssetInfo"), info)])));
        SetFarm(100, Rpc.CloseTime - 60);
    }

    public FakeRpc Rpc { get; } = new();

    public Network Network => new(Rpc.Passphrase);

    public KaleDeployment Deployment => KaleDeployment.Read(Rpc.Entries[KaleKeys.Instance(Contract)], Rpc.Entries[KaleKeys.Instance(AssetContract)]);

    public FarmWatchOptions Options => new(Network, StrKey.Encode(StrKeyKind.Contract, Contract.Span), BlockIntervalSeconds);

    /// <summary>The newest block and, as it is in the contract, the running one that has its timestamp.</summary>
    public void SetFarm(uint index, long timestamp, bool? isPaused = null, Opaque? code = null)
    {
        var running = KaleBlock.Fresh((ulong)timestamp);
        var farm = new FarmState(KaleAddresses.Account(Wallets.Of("homesteader").PublicKey), new SCAddress.Contract(AssetContract), running, index, isPaused);
        Put(Contract, new SCVal.LedgerKeyContractInstance(), ContractDataDurability.Persistent, new SCVal.ContractInstance(KaleCodec.Encode(farm, code ?? CodeHash)));
        Put(KaleKeys.Block(Contract, index), KaleCodec.Encode(running.Open((ulong)timestamp)));
    }

    public void RemoveContract() => Rpc.Entries.Remove(KaleKeys.Instance(Contract));

    public void SetAccount(string address, long balance, long sequence = 5, uint subEntries = 0)
    {
        var id = Addresses.Account(address);
        Rpc.Entries[KaleKeys.Account(id)] = new LedgerEntryData.Account(
            new AccountEntry(id, balance, sequence, subEntries, null, 0, "", new Opaque([1, 0, 0, 0]), [], new AccountEntryExt.V0()));
    }

    public void SetTrustLine(string address, long balance, bool isAuthorized = true)
    {
        var id = Addresses.Account(address);
        var asset = Deployment.TrustLineAsset;
        Rpc.Entries[KaleKeys.TrustLine(id, asset)] = new LedgerEntryData.Trustline(new TrustLineEntry(id, asset, balance, long.MaxValue, isAuthorized ? 1u : 0u, new TrustLineEntryExt.V0()));
    }

    public void SetPail(string address, uint block, KalePail pail) => Put(KaleKeys.Pail(Contract, KaleAddresses.Parse(address), block), KaleCodec.Encode(pail));

    /// <summary>A watch that has read the farm once and has stopped: it shows that moment from then on.</summary>
    public async Task<FarmWatch> WatchOnceAsync()
    {
        var watch = new FarmWatch(Rpc, Options, TimeProvider.System, NullLogger<FarmWatch>.Instance);
        await watch.StartAsync(CancellationToken.None);
        await Poll.UntilAsync(() => watch.Latest is not null, "a first reading of the farm");
        await watch.StopAsync(CancellationToken.None);
        return watch;
    }

    void Put(Opaque contract, SCVal key, ContractDataDurability durability, SCVal value)
    {
        var address = new SCAddress.Contract(contract);
        Rpc.Entries[new LedgerKey.ContractData(new LedgerKeyContractData(address, key, durability))] = new LedgerEntryData.ContractData(new ContractDataEntry(address, key, durability, value));
    }

    void Put(LedgerKey key, SCVal value)
    {
        var data = ((LedgerKey.ContractData)key).Value;
        Put(((SCAddress.Contract)data.Contract).Value, data.Key, data.Durability, value);
    }
}
