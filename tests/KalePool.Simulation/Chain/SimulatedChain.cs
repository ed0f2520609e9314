using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Settings;
using KalePool.Kale;
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

    readonly World _world;
    readonly HashSet<PublicKey> _busy = [];
    readonly Dictionary<uint, DateTimeOffset> _ended = [];
    int _minion;

    public SimulatedChain(World world, int seed)
    {
        _world = world;
        Chain = new Devnet.Chain(
            new DevnetSettings { LedgerMs = null, BlockSeconds = BlockSeconds, Seed = seed, StartRanges = new BlockRanges { MaxZeros = 3, MaxGap = 8 } }, world.Outside.Time);
        Rpc = new DevnetRpc(Chain);
        world.Outside.At(TimeSpan.FromSeconds(LedgerSeconds), Close);
    }

    public Devnet.Chain Chain { get; }

    public DevnetRpc Rpc { get; }

    public KaleDeployment Farm => Chain.Deployment;

    public string RouterId => StrKey.Encode(StrKeyKind.Contract, Chain.RouterId.Span);

    /// <summary>The index of the newest block.</summary>
    public uint NewestBlock => KaleCodec.DecodeFarm(Chain.View.State.Find(KaleKeys.Instance(Farm.ContractId))!.Entry.Data).Index;

    /// <summary>When each block's time was over, because the next one opened.</summary>
    public IReadOnlyDictionary<uint, DateTimeOffset> Ended => _ended;

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

    /// <summary>Sends until it is in a ledger; whether it has succeeded there. One after another for each account.</summary>
    /// <param name="signers">Beside the source.</param>
    async Task<bool> DoAsync(KeyPair source, Operation operation, params KeyPair[] signers)
    {
        var account = Addresses.Account(source.PublicKey);
        while (!_busy.Add(account)) await Chain.NextLedger;
        try
        {
            while (true)
            {
                var sequence = Chain.View.State.FindAccount(account)!.SeqNum + 1;
                var answer = Chain.Submit(TransactionFactory.Classic(Addresses.Source(source.PublicKey), sequence, Bounds.None, [operation], Bid).Sign(Chain.Network, [source, .. signers]));
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
        var newest = NewestBlock;
        var closed = Chain.CloseLedger();
        if (NewestBlock > newest) _ended[newest] = _world.Now;
        foreach (var tx in closed.Transactions) _world.Log("chain", $"ledger {closed.Sequence}: {tx.Operations[0].Body.GetType().Name} of {SourceOf(tx)} {(tx.Succeeded ? "applied" : "failed")} {(tx.InnerHash ?? tx.Hash).ToHex()}");
        _world.Outside.At(TimeSpan.FromSeconds(LedgerSeconds), Close);
    }

    static string SourceOf(AppliedTransaction tx) => tx.Envelope is TransactionEnvelope.Tx plain ? plain.Value.Tx.SourceAccount.ToText() : "a fee bump";
}
