using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Simulation;
using KalePool.Devnet.Storage;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Devnet.Tests;

/// <summary>A chain whose clock and ledgers the test moves.</summary>
sealed class TestChain
{
    public const uint Bid = 1_000;
    const long Xlm = 10_000_000;

    int _accounts;

    public TestChain(DevnetSettings? settings = null, ChainStore? store = null, FakeTimeProvider? clock = null)
    {
        Clock = clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
        Chain = new Chain((settings ?? new DevnetSettings()) with { LedgerMs = null }, Clock, store);
    }

    public FakeTimeProvider Clock { get; }

    public Chain Chain { get; }

    public LedgerState State => Chain.View.State;

    public KaleDeployment Farm => Chain.Deployment;

    public Asset Kale => Chain.Deployment.Asset;

    /// <summary>Lets time pass and closes a ledger.</summary>
    public ClosedLedger Close(int seconds = 5)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        return Chain.CloseLedger();
    }

    /// <summary>Closes ledgers until the newest block is over.</summary>
    public void PassBlock() => Close((int)Chain.Settings.BlockSeconds + 1);

    public KeyPair NewAccount(long xlm = 100)
    {
        var key = KeyPair.FromSeed(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(_accounts++)));
        Apply(Classic(Chain.Keys.Friendbot, [Operations.CreateAccount(Addresses.Account(key.PublicKey), xlm * Xlm)]), Chain.Keys.Friendbot);
        return key;
    }

    /// <summary>An account with a trustline for KALE.</summary>
    public KeyPair NewFarmer(long xlm = 100, long kale = 0)
    {
        var key = NewAccount(xlm);
        Apply(Classic(key, [Operations.ChangeTrust(Kale)]), key);
        if (kale > 0) Apply(Classic(Chain.Keys.Issuer, [Operations.Payment(Addresses.Source(key.PublicKey), Kale, kale)]), Chain.Keys.Issuer);
        return key;
    }

    public AccountEntry Account(KeyPair key) => State.FindAccount(Addresses.Account(key.PublicKey)) ?? throw new InvalidOperationException("no such account");

    public bool Exists(KeyPair key) => State.FindAccount(Addresses.Account(key.PublicKey)) is not null;

    public long KaleOf(KeyPair key) => State.FindTrustline(Addresses.Account(key.PublicKey), Kale)?.Balance ?? 0;

    public Transaction Classic(KeyPair source, IReadOnlyCollection<Operation> operations, Bounds? bounds = null, Memo? memo = null, uint bid = Bid) =>
        TransactionFactory.Classic(Addresses.Source(source.PublicKey), Account(source).SeqNum + 1, bounds ?? Bounds.None, operations, bid, memo);

    /// <summary>A call of the farm with the footprint written down.</summary>
    public Transaction Call(KeyPair source, KaleCall call, SorobanResources resources, long resourceFee = 100_000, Bounds? bounds = null) => TransactionFactory.Soroban(
        Addresses.Source(source.PublicKey), Account(source).SeqNum + 1, bounds ?? Bounds.None, Operations.Invoke(KaleInvocations.Operation(Farm, call)),
        KaleFootprints.TransactionData(resources, resourceFee), Bid);

    public Transaction Plant(KeyPair farmer, Int128 stake, uint? index = null) =>
        Call(farmer, new KaleCall.Plant(AddressOf(farmer), stake), KaleFootprints.Plant(Farm, AddressOf(farmer), index ?? PlantIndex, stake));

    public Transaction Work(KeyPair farmer, uint zeros = 0, KeyPair? source = null)
    {
        var (hash, nonce) = Mine(farmer, zeros);
        return Call(source ?? farmer, new KaleCall.Work(AddressOf(farmer), hash, nonce), KaleFootprints.Work(Farm, AddressOf(farmer), FarmNow.Index));
    }

    public Transaction Harvest(KeyPair farmer, uint index, KeyPair? source = null) =>
        Call(source ?? farmer, new KaleCall.Harvest(AddressOf(farmer), index), KaleFootprints.Harvest(Farm, AddressOf(farmer), index));

    public FarmState FarmNow => KaleCodec.DecodeFarm(State.Find(KaleKeys.Instance(Farm.ContractId))!.Entry.Data);

    /// <summary>The block in which a plant would land in the next ledger.</summary>
    public uint PlantIndex => State.CloseTime + 5 >= FarmNow.FarmBlock!.Timestamp + Chain.Settings.BlockSeconds ? FarmNow.Index + 1 : FarmNow.Index;

    public KaleBlock? Block(uint index) => Live(KaleKeys.Block(Farm.ContractId, index)) is { } entry ? KaleCodec.DecodeBlock(entry) : null;

    public KalePail? Pail(KeyPair farmer, uint index) => Live(KaleKeys.Pail(Farm.ContractId, AddressOf(farmer), index)) is { } entry ? KaleCodec.DecodePail(entry) : null;

    public (Opaque Hash, ulong Nonce) Mine(KeyPair farmer, uint zeros)
    {
        var entropy = Block(FarmNow.Index)!.Entropy;
        for (ulong nonce = 0; ; nonce++)
        {
            var hash = ProofOfWork.Hash(FarmNow.Index, nonce, entropy, AddressOf(farmer));
            if (ProofOfWork.Zeros(hash) >= zeros) return (hash, nonce);
        }
    }

    public static SCAddress AddressOf(KeyPair key) => new SCAddress.Account(Addresses.Account(key.PublicKey));

    public QueueAnswer Send(Transaction tx, params ReadOnlySpan<KeyPair> signers) => Chain.Submit(tx.Sign(Chain.Network, signers));

    /// <summary>Sends, closes a ledger, and gives what became of it.</summary>
    public AppliedTransaction Apply(Transaction tx, params ReadOnlySpan<KeyPair> signers) => Apply(tx.Sign(Chain.Network, signers));

    public AppliedTransaction Apply(TransactionEnvelope envelope)
    {
        var answer = Chain.Submit(envelope);
        Assert.True(answer.Status == QueueStatus.Pending, $"{answer.Status} {answer.Result?.Result}");
        return Close().Transactions.Single(tx => tx.Hash == answer.Hash);
    }

    public SimulationResult Simulate(Transaction tx, SimulationOptions? options = null) =>
        new Simulator(Chain.Settings, Chain.Network, Chain.Contracts, Simulator.RandomNonce).Run(State, new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [])), options ?? SimulationOptions.Default);

    /// <summary>The result inside of the only operation.</summary>
    public static T ResultOf<T>(AppliedTransaction applied)
    {
        var results = applied.Result.Result switch
        {
            TransactionResultResult.TxSuccess success => success.Value,
            TransactionResultResult.TxFailed failed => failed.Value,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
        var tr = Assert.IsType<OperationResult.OpInner>(Assert.Single(results)).Value;
        return (T)tr.GetType().GetProperty("Value")!.GetValue(tr)!;
    }

    LedgerEntryData? Live(LedgerKey key) => State.Find(key) is { } found && found.IsLiveIn(State.Sequence) ? found.Entry.Data : null;
}
