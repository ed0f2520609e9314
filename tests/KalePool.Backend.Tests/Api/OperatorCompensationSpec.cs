using System.Diagnostics.CodeAnalysis;
using System.Net;
using Dapper;
using KalePool.Backend.Chain;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KalePool.Backend.Tests.Api;

/// <summary>A stake that was lost while the backend was away with the pooler's work: the operator's account pays for it, and once. On devnet.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed class OperatorCompensationSpec : IAsyncLifetime
{
    const long Stake = 5_000;
    const long OperatorKale = 12_000;

    readonly TempFolder _folder = new();
    readonly KeyPair _operator = KeyPair.Random();
    readonly KeyPair _stranger = KeyPair.Random();
    BackendHost _host = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder["live"]);
        _host = new BackendHost { DatabaseUrl = $"sqlite:{_folder["live/pool.db"]}" };
        await _host.InitializeAsync();
        foreach (var account in new[] { _operator, _stranger })
        {
            await _host.CreateAccountAsync(account.Address, 1_000_000_000);
            await _host.TrustKaleAsync(account);
        }
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    KaleDeployment Deployment => _host.Devnet.Chain.Deployment;

    Task StartAsync(string database = "live") => _host.StartAsync(("OPERATOR_SECRET_KEY", _operator.Secret), ("DATABASE_URL", $"sqlite:{_folder[$"{database}/pool.db"]}"));

    long KaleOf(string wallet) => _host.Devnet.Chain.View.State.FindTrustline(Addresses.Account(wallet), Deployment.Asset)!.Balance;

    /// <summary>What its timer does.</summary>
    async Task PayAsync()
    {
        await _host.ProjectedAsync();
        await _host.Services.GetServices<IHostedService>().OfType<CompensationPayer>().Single().PayAsync(CancellationToken.None);
    }

    IEnumerable<string> Alerts => _host.Services.GetRequiredService<AlertBoard>().Standing.Where(a => a.Code == AlertCode.CompensationNotPaid).Select(a => a.Text);

    /// <summary>The backend is away until somebody else has opened the next block.</summary>
    async Task LoseAsync(uint block)
    {
        await _host.StopAsync();
        for (var ledgers = BackendHost.BlockSeconds / BackendHost.LedgerSeconds; ledgers >= 0; ledgers--) _host.CloseLedgerUnseen();
        var (chain, owner) = (_host.Devnet.Chain, KaleAddresses.Account(_stranger.PublicKey));
        var plant = TransactionFactory.Soroban(
            Addresses.Source(_stranger.PublicKey), chain.View.State.FindAccount(Addresses.Account(_stranger.PublicKey))!.SeqNum + 1, Bounds.None,
            Operations.Invoke(KaleInvocations.Operation(Deployment, new KaleCall.Plant(owner, 0))), KaleFootprints.TransactionData(KaleFootprints.Plant(Deployment, owner, block + 1, 0), 2_000_000), 200);
        Assert.Equal(QueueStatus.Pending, chain.Submit(plant.Sign(chain.Network, _stranger)).Status);
        _host.CloseLedgerUnseen();
        await StartAsync();
    }

    async Task UntilAsync<T>(Func<T, bool> isIt) where T : IEvent
    {
        for (var most = 40; most > 0 && !(await _host.EventsOfAsync<T>()).Any(isIt); most--) await _host.CloseNextLedgerAsync();
        Assert.Contains(await _host.EventsOfAsync<T>(), e => isIt(e));
    }

    async Task AssertBooksAgreeAsync(TestFarmer farmer) => await Poll.UntilAsync(
        async () =>
        {
            await using var connection = await _host.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
            return KaleOf(farmer.Wallet) == await connection.ExecuteScalarAsync<long>("SELECT COALESCE(SUM(m.amount), 0) FROM balance_movements m JOIN farmers f ON f.id = m.farmer_id WHERE f.custodial_public_key = @Wallet", new { farmer.Wallet });
        },
        "the balance of the books to be the chain's");

    [Fact]
    public async Task What_the_backend_owes_is_paid_by_the_operator_once_also_by_an_older_backup()
    {
        var pool = await TestPool.MakeAsync(_host);
        var farmer = await pool.JoinAsync();
        await _host.PayKaleAsync(_host.Devnet.Chain.Keys.Issuer, _stranger.Address, 100_000);
        await _host.PayKaleAsync(_stranger, farmer.Wallet, 2 * Stake);
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
        var block = _host.PlantIndex;
        Assert.Equal(Stake, (long)(await pool.PlantAsync(block))["planted_farmers"][0]!["stake_amount"]!);
        await Poll.UntilAsync(() => _host.Watch.Latest!.FarmIndex == block, "the block at the backend");
        Assert.Single((await pool.SubmitAsync(block, pool.Find(block, farmer, 1))).With(HttpStatusCode.OK)["accepted"].AsArray());
        await LoseAsync(block);
        await UntilAsync<CompensationDecided>(d => d.FarmerId == farmer.Id);
        var decided = Assert.Single(await _host.EventsOfAsync<CompensationDecided>());
        Assert.Equal((Attribution.Backend, Compensation.WorkFailure, Stake, 0L), (decided.OwedBy, decided.Type, decided.AmountStroops, decided.NettedStroops));

        // Without KALE the operator is told, and nothing is sent.
        await PayAsync();
        Assert.Contains("can spend 0 stroops", Assert.Single(Alerts), StringComparison.Ordinal);
        Assert.Empty(await _host.EventsOfAsync<AccountBatchSubmitted>());
        await _host.PayKaleAsync(_stranger, _operator.Address, OperatorKale);
        await BackUpAsync();

        await PayAsync();
        Assert.Empty(Alerts);
        await PayAsync();
        await UntilAsync<CompensationPaid>(_ => true);
        await PayAsync();
        var paid = Assert.Single(await _host.EventsOfAsync<CompensationPaid>());
        Assert.Equal((farmer.Id, block, Stake, farmer.Wallet), (paid.FarmerId, paid.Block, paid.AmountStroops, paid.Destination));
        Assert.Single(await _host.EventsOfAsync<AccountBatchSubmitted>());
        Assert.Equal((2 * Stake, OperatorKale - Stake), (KaleOf(farmer.Wallet), KaleOf(_operator.Address)));
        await AssertBooksAgreeAsync(farmer);
        await Poll.UntilAsync(async () => (await _host.EventsOfAsync<AccountBatchDelivered>()).Any(), "the delivery");

        await StartAsync("backup");
        await PayAsync();
        await UntilAsync<CompensationPaid>(_ => true);
        Assert.Equal(paid.TransactionHash, Assert.Single(await _host.EventsOfAsync<CompensationPaid>()).TransactionHash);
        Assert.Empty(await _host.EventsOfAsync<AccountBatchSubmitted>());
        Assert.Equal(OperatorKale - Stake, KaleOf(_operator.Address));
        await AssertBooksAgreeAsync(farmer);
    }

    async Task BackUpAsync()
    {
        await _host.StopAsync();
        Directory.CreateDirectory(_folder["backup"]);
        foreach (var file in Directory.GetFiles(_folder["live"])) File.Copy(file, _folder[$"backup/{Path.GetFileName(file)}"]);
        await StartAsync();
    }
}
