using System.Diagnostics.CodeAnalysis;
using System.Net;
using Dapper;
using KalePool.Backend.Custody;
using KalePool.Backend.Ops.Backup;
using KalePool.Backend.Ops.Journal;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Devnet.Ledger;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Api;

/// <summary>A backend whose database is an older one, written and restored by the commands, learns from the chain what it has paid since, and pays nothing twice.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public abstract class RestoredBackupSpec(ITestDatabases databases) : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    readonly KeyPair _payout = KeyPair.Random();
    readonly KeyPair _giver = KeyPair.Random();
    readonly MasterKeys _masters = new(new MasterKey(new byte[MasterKey.Bytes]));
    TestDatabase _live = null!;
    TestDatabase _restored = null!;
    BackendHost _host = null!;
    TestFarmer _farmer = null!;

    public async Task InitializeAsync()
    {
        (_live, _restored) = (await databases.MakeAsync(), await databases.MakeAsync());
        _host = new BackendHost { DatabaseUrl = _live.Url };
        await _host.InitializeAsync();
        foreach (var wallet in new[] { _payout, _giver })
        {
            await _host.CreateAccountAsync(wallet.Address, 100_000_000);
            await _host.TrustKaleAsync(wallet);
        }
        await _host.PayKaleAsync(_host.Devnet.Chain.Keys.Issuer, _giver.Address, 1_000_000);
        _farmer = await (await TestPool.MakeAsync(_host, 1)).JoinAsync(_payout.Address);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _live.DisposeAsync();
        await _restored.DisposeAsync();
        _folder.Dispose();
    }

    long KaleOf(string wallet) => _host.Devnet.Chain.View.State.FindTrustline(Addresses.Account(wallet), _host.Devnet.Chain.Deployment.Asset)?.Balance ?? 0;

    /// <summary>While the backend serves.</summary>
    async Task BackUpAsync()
    {
        var said = new StringWriter();
        Assert.True(0 == await BackupRun.RunAsync(_live.Database, _masters, _folder["backup"], null, makesReadModel: false, TimeProvider.System, said, CancellationToken.None), said.ToString());
    }

    /// <summary>The present database is left where it is.</summary>
    async Task RestoreAsync()
    {
        await _host.StopAsync();
        var said = new StringWriter();
        Assert.True(0 == await RestoreRun.RunAsync(_restored.Database, _masters, _folder["backup"], makesReadModel: true, TimeProvider.System, said, CancellationToken.None), said.ToString());
        await _host.StartAsync(("DATABASE_URL", _restored.Url));
    }

    /// <summary>Events from before the backup and since it are one chain.</summary>
    async Task AssertLinkedAsync()
    {
        var said = new StringWriter();
        Assert.True(0 == await JournalVerify.RunAsync(_restored.Database, null, makesReadModel: true, said, CancellationToken.None), said.ToString());
        Assert.DoesNotContain("older than links", said.ToString(), StringComparison.Ordinal);
    }

    async Task SetThresholdAsync(long stroops) => (await _farmer.Client.PatchAsync(Routes.Farmer(_farmer.Id), new { payout_threshold = stroops })).With(HttpStatusCode.OK);

    async Task<Answer> UntilAsync(Func<Answer, bool> isSo)
    {
        for (var most = 60; most > 0; most--)
        {
            var shown = (await _farmer.ShowAsync()).With(HttpStatusCode.OK);
            if (isSo(shown)) return shown;
            await _host.CloseNextLedgerAsync();
        }
        throw new InvalidOperationException((await _farmer.ShowAsync()).Text);
    }

    async Task AssertBooksAgreeAsync()
    {
        await _host.ProjectedAsync();
        await using var connection = await _host.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
        Assert.Equal(KaleOf(_farmer.Wallet), await connection.ExecuteScalarAsync<long>("SELECT current_balance FROM farmers WHERE custodial_public_key = @Wallet", new { _farmer.Wallet }));
    }

    [Fact]
    public async Task A_payout_is_recovered_and_not_made_again()
    {
        await SetThresholdAsync(1_000);
        await BackUpAsync();
        await _host.PayKaleAsync(_giver, _farmer.Wallet, 10_000);
        var paid = await UntilAsync(f => f.Json!["last_payout"] is not null);
        Assert.Equal(5_000, KaleOf(_payout.Address));

        await RestoreAsync();
        var again = await UntilAsync(f => f.Json!["last_payout"] is not null);
        Assert.Equal((string)paid["last_payout"]["transaction_hash"]!, (string)again["last_payout"]["transaction_hash"]!);
        for (var i = 0; i < 8; i++) await _host.CloseLedgerAsync();
        var recovered = Assert.Single(await _host.EventsOfAsync<PaymentRecovered>());
        Assert.Equal((PaymentMemo.Payout, 1, 5_000L, _payout.Address), (recovered.Kind, recovered.Number, recovered.Payment.KaleStroops, recovered.Payment.PayoutWallet));
        Assert.True(recovered.FeeStroops > 0);
        Assert.Empty(await _host.EventsOfAsync<PayoutSubmitted>());
        Assert.Empty(await _host.EventsOfAsync<BalanceCorrected>());
        await AssertBooksAgreeAsync();

        // The next one has the next number, and the wallet's sequence is read from the chain.
        await _host.PayKaleAsync(_giver, _farmer.Wallet, 10_000);
        await UntilAsync(f => (string?)f["last_payout"]["transaction_hash"] != recovered.TransactionHash);
        Assert.Equal(2, Assert.Single(await _host.EventsOfAsync<PayoutSettled>()).Number);
        Assert.Equal(12_500, KaleOf(_payout.Address));
        await AssertBooksAgreeAsync();
        await AssertLinkedAsync();
    }

    /// <summary>Nobody but the backend knows of the pail, and nobody else opens the block after it.</summary>
    [Fact]
    public async Task A_pail_that_was_planted_since_is_harvested_once_with_its_share_and_the_books_agree()
    {
        var pool = await TestPool.MakeAsync(_host, 1, share: 0.1m, shareWallet: _giver.Address);
        _farmer = await pool.JoinAsync(_payout.Address);
        await _host.PayKaleAsync(_giver, _farmer.Wallet, 10_000);
        await UntilAsync(f => (long)f["current_balance"] == 10_000);
        await BackUpAsync();
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
        var block = _host.PlantIndex;
        await pool.PlantAsync(block);
        await pool.WorkAsync(block, _farmer);
        Assert.Equal(5_000, KaleOf(_farmer.Wallet));

        await RestoreAsync();
        await UntilAsync(f => (long)f["current_balance"] > 10_000 && (long)f["owed_share"] > 0);
        for (var i = 0; i < 8; i++) await _host.CloseLedgerAsync();
        var found = Assert.Single(await _host.EventsOfAsync<PlantSettled>(), p => p.Block == block);
        Assert.Equal((null, 5_000L, 0.1m, true), (found.TransactionHash, found.StakeStroops, found.RewardShare, found.IsOnItsOwn));
        var harvested = Assert.Single(await _host.EventsOfAsync<HarvestSettled>());
        Assert.Equal((block, 5_000L, harvested.RewardStroops / 10), (harvested.Block, harvested.StakeStroops, harvested.ShareStroops));
        Assert.Empty(await _host.EventsOfAsync<BalanceCorrected>());
        Assert.Equal(10_000 + harvested.RewardStroops, KaleOf(_farmer.Wallet));
        Assert.Equal(harvested.ShareStroops, (long)(await _farmer.ShowAsync())["owed_share"]);
        await AssertBooksAgreeAsync();
    }

    [Fact]
    public async Task An_exit_is_recovered_and_ends()
    {
        await _host.PayKaleAsync(_giver, _farmer.Wallet, 10_000);
        await UntilAsync(f => (long)f["current_balance"] == 10_000);
        await BackUpAsync();
        (await _farmer.Client.PostAsync(Routes.Farmer(_farmer.Id) + Routes.Leave, new { })).With(HttpStatusCode.Accepted);
        var left = await UntilAsync(f => (string?)f["status"] == "departed");
        await RestoreAsync();
        var again = await UntilAsync(f => (string?)f["status"] == "departed");
        Assert.Equal(((string?)left["exit_tx_hash"], 0L), ((string?)again["exit_tx_hash"], (long)again["current_balance"]));
        Assert.Equal(10_000, KaleOf(_payout.Address));
        Assert.Equal((PaymentMemo.Exit, 10_000L), Assert.Single(await _host.EventsOfAsync<PaymentRecovered>()) is var r ? (r.Kind, r.Payment.KaleStroops) : default);
        Assert.Empty(await _host.EventsOfAsync<BalanceCorrected>());
    }

    [Fact]
    public async Task What_somebody_takes_is_named_and_what_nothing_explains_waits_for_the_operator()
    {
        await _host.PayKaleAsync(_giver, _farmer.Wallet, 10_000);
        await UntilAsync(f => (long)f["current_balance"] == 10_000);
        var wallet = await _host.Services.GetRequiredService<WalletKeys>().OpenAsync(_farmer.Id, CancellationToken.None);
        await _host.PayKaleAsync(wallet, _giver.Address, 300);
        await UntilAsync(f => (long)f["current_balance"] == 9_700);
        await Poll.UntilAsync(async () => (await _host.EventsOfAsync<OutgoingRecorded>()).Count > 0, "the transfer to be told of");
        Assert.Equal(300, Assert.Single(await _host.EventsOfAsync<OutgoingRecorded>()).AmountStroops);

        // What goes back to the issuer is burnt: no transfer tells of it.
        await _host.PayKaleAsync(wallet, _host.Devnet.Chain.Keys.Issuer.Address, 700);
        await SetThresholdAsync(1_000);
        var told = await UntilAsync(f => f.Json!["payout_problem"] is not null);
        Assert.Equal(ErrorCode.UnknownOutcome, (string?)told["payout_problem"]["error"]);
        Assert.Equal((9_000, 0), ((long)told["current_balance"], KaleOf(_payout.Address)));
        var accept = Routes.AdminFarmer(_farmer.Id) + Routes.AcceptLoss;
        (await TestPool.Admin(_host).PostAsync(accept, new { loss = 699, reason = "seen" })).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict);
        (await TestPool.Admin(_host).PostAsync(accept, new { loss = 700, reason = "" })).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed);
        (await TestPool.Admin(_host).PostAsync(accept, new { loss = 700, reason = "burnt by mistake", payouts_made = 2 })).With(HttpStatusCode.OK);
        await UntilAsync(f => f.Json!["last_payout"] is not null);
        Assert.Equal((4_500, 3), (KaleOf(_payout.Address), Assert.Single(await _host.EventsOfAsync<PayoutSettled>()).Number));
        await AssertBooksAgreeAsync();
    }
}

public sealed class RestoredBackupOnSqliteSpec() : RestoredBackupSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class RestoredBackupOnPostgresSpec(PostgresServer server) : RestoredBackupSpec(server);
