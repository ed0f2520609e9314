using System.Text;
using System.Text.Json;
using KalePool.Devnet.Faults;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Devnet.Tests.Faults;

/// <summary>A chain with servers in this process, on one clock that only the test and those who wait move.</summary>
sealed class FaultyWorld
{
    public const int LedgerSeconds = 5;

    /// <summary>Far more ledgers than any act here is good for.</summary>
    const int MostWaits = 300;

    public FaultyWorld(int nodes = 1, DevnetSettings? settings = null)
    {
        Test = new TestChain(settings);
        Network = new FaultyNetwork(Test.Chain, Test.Clock, nodes);
    }

    public TestChain Test { get; }

    public FaultyNetwork Network { get; }

    public LedgerState State => Test.State;

    /// <param name="rules">The rules' JSON, without the brackets.</param>
    public void Follow(string rules, int seed = 1) => Network.Follow(FaultPlan.Parse(Encoding.UTF8.GetBytes($$"""{"seed":{{seed}},"rules":[{{rules}}]}""")));

    /// <summary>Lets time pass and closes a ledger, if one closes.</summary>
    public ClosedLedger? Close(int seconds = LedgerSeconds)
    {
        Test.Clock.Advance(TimeSpan.FromSeconds(seconds));
        return Network.CloseLedger();
    }

    public void Close(int ledgers, int seconds)
    {
        for (var i = 0; i < ledgers; i++) Close(seconds);
    }

    public NodeAnswer Ask(string method, string given = "{}", int node = 1) =>
        Network.Nodes[node - 1].Answer(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{given}}}"""));

    /// <summary>The result of an answer that nothing is wrong with.</summary>
    public JsonElement Result(string method, string given = "{}", int node = 1) => Read(Ask(method, given, node)).GetProperty("result");

    public static JsonElement Read(NodeAnswer answer) => JsonDocument.Parse(Assert.IsType<NodeAnswer.Told>(answer).Body).RootElement;

    public JsonElement Send(TransactionEnvelope envelope, int node = 1) => Result("sendTransaction", $$"""{"transaction":"{{envelope.ToBase64()}}"}""", node);

    public string StatusOf(TransactionEnvelope envelope, int node = 1) => Send(envelope, node).GetProperty("status").GetString()!;

    public JsonElement Find(Opaque hash, int node = 1) => Result("getTransaction", $$"""{"hash":"{{hash.ToHex()}}"}""", node);

    public Opaque Hash(TransactionEnvelope envelope) => TransactionHash.Of(envelope, Test.Chain.Network);

    public bool Knows(TransactionEnvelope envelope) => Test.Chain.View.History.Transactions.ContainsKey(Hash(envelope));

    /// <summary>The pool's own client of a server.</summary>
    public StellarRpcClient Client(int node = 1) => new(
        new HttpClient(new NodeHandler(Network.Nodes[node - 1], Test.Clock)), new Uri($"http://node{node}.example"), new StellarRpcOptions { Timeout = NodeHandler.Patience, TimeProvider = Test.Clock });

    /// <summary>The pool's own client of all servers.</summary>
    public StellarRpcNodes Clients() => new(
        [.. Network.Nodes.Select(node => (new Uri($"http://node{node.Number}.example"), (IStellarRpc)Client(node.Number)))], Test.Chain.Settings.Passphrase, new WaitingTime(Test.Clock));

    /// <summary>A plant of 0 as an act, with bounds some ledgers ahead.</summary>
    public ActEnvelope Plant(KeyPair farmer, uint ledgers = 12, uint bid = TestChain.Bid)
    {
        var bounds = new Bounds(0, State.CloseTime + ledgers * LedgerSeconds, 0, State.Sequence + 1 + ledgers);
        var address = TestChain.AddressOf(farmer);
        var sequence = Test.Account(farmer).SeqNum + 1;
        var call = Operations.Invoke(KaleInvocations.Operation(Test.Farm, new KaleCall.Plant(address, 0)));
        var data = KaleFootprints.TransactionData(KaleFootprints.PlantWide(Test.Farm, address, Test.FarmNow.Index, 0), 100_000);
        var envelope = TransactionFactory.Soroban(Addresses.Source(farmer.PublicKey), sequence, bounds, call, data, bid).Sign(Test.Chain.Network, farmer);
        return new ActEnvelope(Hash(envelope).ToHex(), envelope.ToBase64(), farmer.Address, sequence, bounds.MaxLedger, (long)bounds.MaxTime, State.Sequence);
    }

    /// <summary>Runs an act to its outcome by the pool's own code; while it waits, ledgers close.</summary>
    public Task<ActOutcome> RunAsync(ActEnvelope act, IStellarRpc? rpc = null, bool resumed = false)
    {
        var waited = 0;
        return new ActRunner(new RpcActChain(rpc ?? Client(), _ =>
        {
            Assert.True(++waited < MostWaits, "long after its bounds the act is not settled");
            Close();
            return Task.CompletedTask;
        })).RunAsync(act, resumed, CancellationToken.None);
    }
}

/// <summary>A clock for whoever has nothing to do but wait: his waiting moves it.</summary>
sealed class WaitingTime(FakeTimeProvider clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = clock.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero) clock.Advance(dueTime);
        return timer;
    }
}

/// <summary>HTTP without a wire: waiting moves the clock.</summary>
sealed class NodeHandler(DevnetNode node, FakeTimeProvider clock) : HttpMessageHandler
{
    /// <summary>How long the client waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = node.Answer(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        while (answer is NodeAnswer.Later later)
        {
            clock.Advance(later.Delay);
            answer = later.Then();
        }
        if (answer is NodeAnswer.Silence) clock.Advance(Patience);
        cancellationToken.ThrowIfCancellationRequested();
        var told = (NodeAnswer.Told)answer;
        return new HttpResponseMessage((System.Net.HttpStatusCode)told.Status) { Content = new ByteArrayContent(told.Body ?? []) };
    }
}
