using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Devnet.Tests;

/// <summary>Archived entries as a client sees them.</summary>
public sealed class ArchivedOverRpcSpec : IAsyncLifetime, IDisposable
{
    const int Life = 10;

    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
    readonly HttpClient _http = new();
    DevnetServer _server = null!;
    StellarRpcClient _rpc = null!;

    public async Task InitializeAsync()
    {
        _server = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null, MaxEntryTtl = Life, MinPersistentTtl = Life / 2, MinTemporaryTtl = 2 }, _clock);
        _rpc = new StellarRpcClient(_http, new Uri(_server.RpcUrl));
        for (var i = 0; i < Life; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _server.CloseLedger();
        }
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Have_a_life_of_nothing_and_are_lengthened_after_being_restored()
    {
        var chain = _server.Chain;
        var instance = KaleKeys.Instance(chain.Deployment.ContractId);

        var entry = Assert.Single((await _rpc.GetLedgerEntriesAsync(new GetLedgerEntriesRequest([instance.ToBase64()]))).Entries);
        Assert.Equal(0u, entry.LiveUntilLedgerSeq);

        var data = new SorobanTransactionData(new SorobanTransactionDataExt.V0(), new SorobanResources(new LedgerFootprint([instance], []), 0, 0, 0), 0);
        var tx = TransactionFactory.ToSimulate(Addresses.Source(chain.Keys.Homesteader.PublicKey), 1, Bounds.None, Operations.ExtendFootprintTtl(Life - 1)) with { Ext = new TransactionExt.V1(data) };
        TransactionEnvelope envelope = new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, []));
        var simulated = await _rpc.SimulateTransactionAsync(new SimulateTransactionRequest(envelope.ToBase64()));

        var restore = XdrCodec.FromBase64<SorobanTransactionData>(simulated.RestorePreamble!.TransactionData);
        Assert.Equal([instance], restore.Resources.Footprint.ReadWrite);
        Assert.Equal(restore.ResourceFee, simulated.RestorePreamble.MinResourceFee);
    }
}
