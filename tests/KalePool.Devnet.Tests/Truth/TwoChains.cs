using System.Globalization;
using KalePool.Demo.Harness;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Tests.Walk;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>
/// Truthnet, which closes ledgers by the wall clock, and devnet, which is driven to do the same a moment later: every act reaches both in the same ledger, and
/// devnet's ledgers close at truthnet's times in truthnet's order.
/// </summary>
sealed class TwoChains : IAsyncDisposable
{
    public const uint BlockSeconds = 12;
    public const uint MinTemporaryTtl = 30;
    const long FaucetStroops = 500_000_000;

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    readonly string _folder;
    readonly ChainProcess _process;
    readonly HttpClient _http = new(new SocketsHttpHandler());
    readonly FakeTimeProvider _clock;
    readonly DevnetServer _server;
    readonly Dictionary<Opaque, ulong> _order = [];
    uint _closed;

    TwoChains(string folder, ChainProcess process, StellarRpcClient truth, FakeTimeProvider clock, DevnetServer server, WalkWorld world)
    {
        (_folder, _process, Truth, _clock, _server, World) = (folder, process, truth, clock, server, world);
        Devnet = new StellarRpcClient(_http, new Uri(server.RpcUrl));
        server.Chain.Order = hash => _order.GetValueOrDefault(hash, ulong.MaxValue);
        _closed = server.Chain.View.State.Sequence;
    }

    public IStellarRpc Truth { get; }

    public IStellarRpc Devnet { get; }

    public WalkWorld World { get; }

    /// <summary>Devnet's latest ledger.</summary>
    public uint Ledger => _closed;

    public static async Task<TwoChains> StartAsync(int seed, int actors)
    {
        var folder = Directory.CreateTempSubdirectory("kalepool-two-chains-").FullName;
        var process = await ChainProcess.StartTruthnetAsync(
            folder,
            ["--port", "0", "--ledger-ms", "1000", "--block-seconds", $"{BlockSeconds}", "--min-temp-ttl", $"{MinTemporaryTtl}", "--passphrase", DevnetSettings.DefaultPassphrase]);
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler());
            var people = WalkActor.Make(seed, actors);
            var network = new Network(process["NETWORK_PASSPHRASE"]);
            var truth = new StellarRpcClient(new HttpClient(new SocketsHttpHandler()), process.RpcUrl);
            await PrepareAsync(process, http, truth, network, people);
            var start = await TruthnetFork.OfAsync(
                truth, network, StrKey.Decode(StrKeyKind.Contract, process["KALE_CONTRACT_ID"]), StrKey.Decode(StrKeyKind.Contract, process["ROUTER_CONTRACT_ID"]), people);
            var settings = new DevnetSettings
            {
                Passphrase = network.Passphrase,
                LedgerMs = null,
                BlockSeconds = BlockSeconds,
                MinTemporaryTtl = MinTemporaryTtl,
                Limits = new LedgerLimits { LedgerClassicOperations = start.State.Header.MaxTxSetSize },
            };
            var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds((long)start.State.CloseTime));
            var server = await DevnetServer.StartAsync(new Chain(settings, clock, start), clock);
            var world = new WalkWorld(network, start.Deployment, start.RouterId, start.RouterCode, BlockSeconds, people);
            return new TwoChains(folder, process, truth, clock, server, world);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Before the two part: some of the people have XLM, two of them KALE.</summary>
    static async Task PrepareAsync(ChainProcess process, HttpClient http, StellarRpcClient truth, Network network, IReadOnlyList<WalkActor> people)
    {
        var first = people.Take(people.Count / 2).ToList();
        await Task.WhenAll(first.Select(actor => GetAsync(http, $"{process["FRIENDBOT_URL"]}?addr={actor.Key.Address}")));
        var kale = Assets.Credit("KALE", process["KALE_ASSET_ISSUER"]);
        foreach (var actor in first.Skip(1).Take(2))
        {
            var account = (LedgerEntryData.Account)(await truth.ReadEntriesAsync([LedgerKeys.Account(actor.Id)])).Find(LedgerKeys.Account(actor.Id))!;
            var tx = TransactionFactory.Classic(actor.Source, account.Value.SeqNum + 1, Bounds.None, [Operations.ChangeTrust(kale)]).Sign(network, actor.Key);
            await truth.SendAsync(tx);
            while ((await truth.FindTransactionAsync(TransactionHash.Of(tx, network))).Status != TransactionStatus.Success) await Task.Delay(Poll, TimeProvider.System);
            await GetAsync(http, $"{process["RPC_URL"]}/faucet?addr={actor.Key.Address}&amount={FaucetStroops}");
        }
    }

    static async Task GetAsync(HttpClient http, string url)
    {
        using var answer = await http.GetAsync(new Uri(url));
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{url}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Waits until truthnet's latest ledger is at least this one.</summary>
    public async Task<uint> WaitForAsync(uint ledger)
    {
        while (true)
        {
            var health = await Truth.GetHealthAsync();
            if (health.LatestLedger >= ledger) return health.LatestLedger;
            await Task.Delay(Poll, TimeProvider.System);
        }
    }

    /// <summary>Truthnet's transactions of closed ledgers.</summary>
    public async Task<IReadOnlyList<LedgerInfo>> LedgersAsync(uint from, uint to)
    {
        var answer = await Truth.GetLedgersAsync(new GetLedgersRequest(from, new Pagination(Limit: to - from + 1)));
        return answer.Ledgers;
    }

    /// <summary>Closes devnet's next ledger as truthnet did.</summary>
    public void Close(LedgerInfo ledger, IEnumerable<TransactionInfo> transactions)
    {
        if (ledger.Sequence != _closed + 1) throw new InvalidOperationException($"ledger {ledger.Sequence} after {_closed}");
        _order.Clear();
        foreach (var tx in transactions) _order[Opaque.FromHex(tx.TxHash!)] = tx.ApplicationOrder;
        var now = DateTimeOffset.FromUnixTimeSeconds(ledger.LedgerCloseTime);
        if (now > _clock.GetUtcNow()) _clock.SetUtcNow(now);
        var closed = _server.CloseLedger();
        if (closed.CloseTime != (ulong)ledger.LedgerCloseTime)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"ledger {ledger.Sequence} closed at {closed.CloseTime}, truthnet's at {ledger.LedgerCloseTime}"));
        _closed = ledger.Sequence;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _process.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
