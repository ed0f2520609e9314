using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using KalePool.Devnet.Apply;
using KalePool.Devnet.Host.Contracts;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Genesis;

/// <summary>The first ledger: friendbot with nearly all XLM, KALE's asset and contract with a last block that is over, the rivals.</summary>
sealed class GenesisLedger
{
    const long AccountBalance = 10_000_0000000;
    const long MinionBalance = 1_000_000_0000000;

    readonly DevnetSettings _settings;
    readonly Network _network;
    readonly DevnetKeys _keys;
    readonly Asset _kale;

    public GenesisLedger(DevnetSettings settings, Network network, DevnetKeys keys)
    {
        _settings = settings;
        _network = network;
        _keys = keys;
        _kale = Assets.Credit("KALE", LedgerKeys.PublicKey(keys.Issuer.PublicKey));
        Deployment = new KaleDeployment(Deployed("KALE"), PlaceholderCode.Kale.Hash, _kale.ContractId(network), _kale);
        RouterId = Deployed("router");
    }

    public KaleDeployment Deployment { get; }

    public Opaque RouterId { get; }

    Opaque Deployed(string name)
    {
        var salt = new Opaque(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return ContractIds.Of(_network, new ContractIDPreimage.Address(new ContractIDPreimageFromAddress(AccountAddress(_keys.Homesteader), salt)));
    }

    /// <param name="closeTime">Unix seconds.</param>
    public (LedgerState State, ClosedLedger Closed) Make(ulong closeTime)
    {
        var empty = new LedgerState(LedgerHeaders.Genesis(_settings, _network, _keys.Node, closeTime), Opaque.Zeros(32), ImmutableDictionary<LedgerKey, StoredEntry>.Empty, Expiring.None);
        var delta = new LedgerDelta(empty, _settings.FirstLedger);
        PutAccounts(delta);
        PutContracts(delta, closeTime);
        var header = empty.Header with { BucketListHash = LedgerHeaders.StateHash(empty.Header.BucketListHash, delta) };
        var hash = new Opaque(SHA256.HashData(header.ToXdr()));
        var entries = delta.Changed.ToImmutableDictionary(pair => pair.Key, pair => pair.Value!);
        var state = new LedgerState(header, hash, entries, Expiring.None);
        return (state, new ClosedLedger(header, hash, TransactionSets.Of(Opaque.Zeros(32), [], _settings.BaseFeeStroops), [], []));
    }

    void PutAccounts(LedgerDelta delta)
    {
        var others = new List<(KeyPair Key, long Balance)> { (_keys.Issuer, AccountBalance), (_keys.Homesteader, AccountBalance) };
        others.AddRange(_keys.Minions.Select(key => (key, MinionBalance)));
        others.AddRange(_keys.Rivals.Select(key => (key, AccountBalance)));
        foreach (var (key, balance) in others) delta.Put(Account(key, balance));
        foreach (var key in _keys.Rivals)
        {
            delta.Put(Account(key, AccountBalance) with { NumSubEntries = 1 });
            delta.Put(new TrustLineEntry(
                LedgerKeys.PublicKey(key.PublicKey), _kale.ToTrustLineAsset(), _settings.Rivals.StartBalance, long.MaxValue, TrustlineFlags.Authorized, new TrustLineEntryExt.V0()));
        }
        delta.Put(Account(_keys.Friendbot, checked(LedgerHeaders.TotalCoins - others.Sum(other => other.Balance))));
    }

    AccountEntry Account(KeyPair key, long balance) => Accounts.Create(LedgerKeys.PublicKey(key.PublicKey), balance, _settings.FirstLedger);

    void PutContracts(LedgerDelta delta, ulong closeTime)
    {
        var longest = _settings.FirstLedger + _settings.MaxEntryTtl - 1;
        PutInstance(delta, Deployment.AssetContractId, AssetInstance.Create(_kale, new SCAddress.Contract(Deployment.ContractId)), longest);
        PutInstance(delta, Assets.Native.ContractId(_network), AssetInstance.CreateNative(), longest);
        PutInstance(delta, Deployment.ContractId, KaleCodec.Encode(Farm(closeTime), PlaceholderCode.Kale.Hash), longest);
        PutInstance(delta, RouterId, new SCContractInstance(new ContractExecutable.Wasm(PlaceholderCode.Router.Hash), null), longest);
        PutCode(delta, PlaceholderCode.Kale, longest);
        PutCode(delta, PlaceholderCode.NextKale, longest);
        PutCode(delta, PlaceholderCode.Router, longest);
    }

    /// <summary>The last block ends with genesis: the next plant opens a new one, with the ranges stated in the settings.</summary>
    FarmState Farm(ulong closeTime)
    {
        var ranges = _settings.StartRanges;
        var block = KaleBlock.Fresh(closeTime - _settings.BlockSeconds) with
        {
            MinGap = ranges.MinGap,
            MaxGap = ranges.MaxGap,
            MinZeros = ranges.MinZeros,
            MaxZeros = ranges.MaxZeros,
            MinStake = ranges.MinStake,
            MaxStake = ranges.MaxStake,
            Entropy = new Opaque(SHA256.HashData(Encoding.UTF8.GetBytes($"{_settings.Passphrase}\nentropy"))),
        };
        return new FarmState(AccountAddress(_keys.Homesteader), new SCAddress.Contract(Deployment.AssetContractId), block, _settings.StartIndex == 0 ? null : _settings.StartIndex, null);
    }

    static SCAddress.Account AccountAddress(KeyPair key) => new(LedgerKeys.PublicKey(key.PublicKey));

    static void PutCode(LedgerDelta delta, PlaceholderCode code, uint liveUntil) =>
        delta.Put(new LedgerEntryData.ContractCode(new ContractCodeEntry(new ContractCodeEntryExt.V1(new ContractCodeEntryV1(code.Costs)), code.Hash, code.Code)), liveUntil);

    static void PutInstance(LedgerDelta delta, Opaque contract, SCContractInstance instance, uint liveUntil) => delta.Put(
        new LedgerEntryData.ContractData(new ContractDataEntry(
            new SCAddress.Contract(contract), new SCVal.LedgerKeyContractInstance(), ContractDataDurability.Persistent, new SCVal.ContractInstance(instance))),
        liveUntil);
}
