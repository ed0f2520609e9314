using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Settings;
using KalePool.Kale;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Simulation.Chain;

/// <summary>Devnet on the world's clock, a ledger every five seconds, with what people do on it themselves.</summary>
sealed class SimulatedChain
{
    public const int LedgerSeconds = 5;
    public const int BlockSeconds = 60;

    /// <summary>Stroops bid, so that nobody's transaction waits for a second ledger.</summary>
    const uint Bid = 1_000;

    /// <summary>What a pause or its end needs at most, in stroops and bytes written.</summary>
    const long PauseFee = 500_000;
    const uint PauseBytes = 1_600;

    readonly World _world;
    readonly HashSet<PublicKey> _busy = [];
    readonly List<LedgerClose> _closes = [];
    int _minion;

    public SimulatedChain(World world, int seed, Strands strands)
    {
        _world = world;
        var settings = new DevnetSettings { LedgerMs = null, BlockSeconds = BlockSeconds, Seed = seed, StartRanges = new BlockRanges { MaxZeros = 3, MaxGap = 8 } };
        Chain = new Devnet.Chain(
            strands.HasLongPause ? settings with { MinTemporaryTtl = Strands.ShortLife } : settings, world.Outside.Time);
        Rpc = new DevnetRpc(Chain);
        world.Outside.At(TimeSpan.FromSeconds(LedgerSeconds), Close);
    }

    public Devnet.Chain Chain { get; }

    public DevnetRpc Rpc { get; }

    public KaleDeployment Farm => Chain.Deployment;

    public string RouterId => StrKey.Encode(StrKeyKind.Contract, Chain.RouterId.Span);

    /// <summary>The index of the newest block.</summary>
    public uint NewestBlock => FarmNow.Index;

    /// <summary>Every ledger so far.</summary>
    public IReadOnlyList<LedgerClose> Closes => _closes;

    FarmState FarmNow => KaleCodec.DecodeFarm(Chain.View.State.Find(KaleKeys.Instance(Farm.ContractId))!.Entry.Data);

    public uint Ledger => Chain.View.State.Sequence;

    public AccountEntry? Account(string address) => Chain.View.State.FindAccount(Addresses.Account(address));

    public long KaleOf(string address) => Chain.View.State.FindTrustline(Addresses.Account(address), Farm.Asset)?.Balance ?? 0;

    /// <summary>From an account of friendbot's that nobody else uses, so that many can be made in one ledger.</summary>
    public Task CreateAccountAsync(string address, long stroops) => DoAsync(
        Chain.Keys.Minions[_minion++ % Chain.Keys.Minions.Count],
        Operations.CreateAccount(Addresses.Account(address), stroops, Addresses.Source(Chain.Keys.Friendbot.PublicKey)),
        Chain.Keys.Friendbot);

    public Task TrustKaleAsync(KeyPair owner) => DoAsync(owner, Operations.ChangeTrust(Farm.Asset));

    /// <returns>False where the other one cannot receive it.</returns>
    public Task<bool> TryPayKaleAsync(KeyPair from, string to, long stroops) => DoAsync(from, Operations.Payment(Addresses.Source(to), Farm.Asset, stroops));

    /// <summary>By the farm's administrator.</summary>
    public Task<bool> TryPauseAsync(bool isPaused)
    {
        var call = Operations.Invoke(KaleInvocations.Operation(Farm, isPaused ? new KaleCall.Pause() : new KaleCall.Unpause()));
        var resources = new SorobanResources(Footprints.Of([KaleKeys.Code(Farm.CodeHash)], [KaleKeys.Instance(Farm.ContractId)]), KaleFootprints.Instructions, 0, PauseBytes).WithFee(PauseFee);
        return DoAsync(Chain.Keys.Homesteader, (source, sequence) => TransactionFactory.Soroban(source, sequence, Bounds.None, call, resources, Bid));
    }

    Task<bool> DoAsync(KeyPair source, Operation operation, params KeyPair[] signers) =>
        DoAsync(source, (account, sequence) => TransactionFactory.Classic(account, sequence, Bounds.None, [operation], Bid), signers);

    /// <summary>Sends until it is in a ledger; whether it has succeeded there. One after another for each account.</summary>
    /// <param name="make">Of the source and its sequence number.</param>
    /// <param name="signers">Beside the source.</param>
    async Task<bool> DoAsync(KeyPair source, Func<MuxedAccount, long, Transaction> make, params KeyPair[] signers)
    {
        var account = Addresses.Account(source.PublicKey);
        while (!_busy.Add(account)) await Chain.NextLedger;
        try
        {
            while (true)
            {
                var sequence = Chain.View.State.FindAccount(account)!.SeqNum + 1;
                var answer = Chain.Submit(make(Addresses.Source(source.PublicKey), sequence).Sign(Chain.Network, [source, .. signers]));
                if (answer.Status == QueueStatus.Pending && await Chain.WhenAppliedAsync(answer.Hash, Ledger + 2, CancellationToken.None) is { } applied) return applied.Succeeded;
                await Chain.NextLedger;
            }
        }
        finally
        {
            _busy.Remove(account);
        }
    }

    void Close()
    {
        var closed = Chain.CloseLedger();
        var farm = FarmNow;
        _closes.Add(new LedgerClose(_world.Now, farm.Index, checked((long)(farm.FarmBlock?.Timestamp ?? 0)) + BlockSeconds));
        foreach (var tx in closed.Transactions) _world.Log("chain", $"ledger {closed.Sequence}: {tx.Operations[0].Body.GetType().Name} of {SourceOf(tx)} {(tx.Succeeded ? "applied" : "failed")} {(tx.InnerHash ?? tx.Hash).ToHex()}");
        _world.Outside.At(TimeSpan.FromSeconds(LedgerSeconds), Close);
    }

    static string SourceOf(AppliedTransaction tx) => tx.Envelope is TransactionEnvelope.Tx plain ? plain.Value.Tx.SourceAccount.ToText() : "a fee bump";

    /// <param name="Block">The newest one then.</param>
    /// <param name="Boundary">Unix seconds: from then on the next one can be opened.</param>
    public sealed record LedgerClose(DateTimeOffset At, uint Block, long Boundary);
}
