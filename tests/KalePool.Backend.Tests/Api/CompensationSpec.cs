using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Api;

/// <summary>A stake that was lost because nobody worked it: what is owed for it, and how it is paid, on a devnet.</summary>
[Collection(ApiCollection.Name)]
public sealed class CompensationSpec(BackendHost host)
{
    const long Stake = 5_000;

    KaleDeployment Deployment => host.Devnet.Chain.Deployment;

    PoolClient Admin => TestPool.Admin(host);

    async Task<KeyPair> PayerAsync()
    {
        var payer = KeyPair.Random();
        await host.CreateAccountAsync(payer.Address, 1_000_000_000);
        await host.TrustKaleAsync(payer);
        await host.PayKaleAsync(host.Devnet.Chain.Keys.Issuer, payer.Address, 100_000);
        return payer;
    }

    /// <summary>Into the queue; what became of it the next ledger tells.</summary>
    string Submit(KeyPair signer, Transaction transaction)
    {
        var answer = host.Devnet.Chain.Submit(transaction.Sign(host.Devnet.Chain.Network, signer));
        Assert.Equal(QueueStatus.Pending, answer.Status);
        return answer.Hash.ToHex();
    }

    long NextOf(KeyPair account) => host.Devnet.Chain.View.State.FindAccount(Addresses.Account(account.PublicKey))!.SeqNum + 1;

    async Task<string> PayAsync(KeyPair payer, string to, Asset asset, long stroops, Memo memo)
    {
        var hash = Submit(payer, TransactionFactory.Classic(Addresses.Source(payer.PublicKey), NextOf(payer), Bounds.None, [Operations.Payment(Addresses.Source(to), asset, stroops)], memo: memo));
        await host.CloseLedgerAsync();
        return hash;
    }

    /// <summary>The backend is away until somebody else has opened the next block: no rescue, no work.</summary>
    async Task LoseAsync(uint block, KeyPair stranger)
    {
        await host.StopAsync();
        for (var ledgers = BackendHost.BlockSeconds / BackendHost.LedgerSeconds; ledgers >= 0; ledgers--) host.CloseLedgerUnseen();
        var owner = KaleAddresses.Account(stranger.PublicKey);
        Submit(stranger, TransactionFactory.Soroban(
            Addresses.Source(stranger.PublicKey), NextOf(stranger), Bounds.None, Operations.Invoke(KaleInvocations.Operation(Deployment, new KaleCall.Plant(owner, 0))),
            KaleFootprints.TransactionData(KaleFootprints.Plant(Deployment, owner, block + 1, 0), 2_000_000), 200));
        host.CloseLedgerUnseen();
        await host.StartAsync();
    }

    async Task<JsonNode> OpenAsync(TestFarmer farmer)
    {
        for (var most = 30; most > 0; most--)
        {
            await host.CloseLedgerAsync();
            await host.ProjectedAsync();
            var open = (await Admin.GetAsync(Routes.AdminCompensations + "?open=true&limit=100")).With(HttpStatusCode.OK);
            if (open["compensations"].AsArray().SingleOrDefault(c => (Guid)c!["farmer_id"]! == farmer.Id) is { } found) return found;
        }
        throw new InvalidOperationException((await Admin.GetAsync(Routes.AdminCompensations)).Text);
    }

    Task<Answer> TellPaidAsync(JsonNode row, string hash) => Admin.PostAsync(Routes.CompensationPaid((Guid)row["id"]!), new { transaction_hash = hash });

    [Fact]
    public async Task A_lost_stake_is_owed_by_the_pooler_and_only_the_right_payment_settles_it()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.JoinAsync();
        var payer = await PayerAsync();
        await host.PayKaleAsync(payer, farmer.Wallet, 2 * Stake);
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        var block = host.PlantIndex;
        Assert.Equal(Stake, (long)(await pool.PlantAsync(block))["planted_farmers"][0]!["stake_amount"]!);
        var report = new { block_index = block, pooler_id = pool.Id, timestamp = "2026-01-01T00:00:00Z", work_results = new[] { new { farmer_id = farmer.Id, status = "failed", error = ErrorCode.ProcessCrashed, compensation_required = true } } };
        var reported = (await pool.Client.PostAsync(Routes.WorkComplete, report, waitSeconds: 0)).With(HttpStatusCode.OK);
        Assert.Equal(Stake, (long)reported["compensation_amount"]);
        await LoseAsync(block, payer);

        var row = await OpenAsync(farmer);
        var memo = PaymentMemo.Of(PaymentMemo.Compensation, farmer.Id, block);
        Assert.Equal(
            (block, "work_failure", "pooler", Stake, 0L, Stake, farmer.Wallet, memo.ToHex(), false),
            ((uint)row["block_index"]!, (string?)row["compensation_type"], (string?)row["owed_by"], (long)row["amount"]!, (long)row["netted"]!, (long)row["remaining"]!, (string?)row["destination"], (string?)row["memo"], (bool)row["is_paid"]!));
        Assert.Equal(Stake, (long)(await farmer.ShowAsync())["open_compensations"][0]!["remaining"]!);
        Assert.Equal(Stake, (long)(await pool.Client.PostAsync(Routes.WorkComplete, report, waitSeconds: 0)).With(HttpStatusCode.OK)["compensation_amount"]);
        var line = (await farmer.Client.GetAsync(Routes.Farmer(farmer.Id) + Routes.Statement)).With(HttpStatusCode.OK)["lines"].AsArray().Single(l => (string?)l!["kind"] == "block")!;
        Assert.Equal((-Stake, Stake, Stake), ((long)line["change"]!, (long)line["compensation"]!, (long)line["compensation_open"]!));

        await WrongOnesAsync(row, payer, farmer, memo);
        var right = await PayAsync(payer, farmer.Wallet, Deployment.Asset, Stake, Memos.Hash(memo));
        foreach (var hash in new[] { right, right.ToUpperInvariant(), right })
        {
            var paid = (await TellPaidAsync(row, hash)).With(HttpStatusCode.OK);
            Assert.Equal((true, 0L, right), ((bool)paid["is_paid"], (long)paid["remaining"], (string?)paid["paid_tx_hash"]));
        }
        await host.ProjectedAsync();
        (await TellPaidAsync(row, right)).With(HttpStatusCode.OK);
        var second = await PayAsync(payer, farmer.Wallet, Deployment.Asset, Stake, Memos.Hash(memo));
        Assert.StartsWith("transaction_hash", (await TellPaidAsync(row, second)).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict), StringComparison.Ordinal);

        Assert.Single(await host.EventsOfAsync<CompensationPaid>(), p => p.FarmerId == farmer.Id);
        Assert.Single(await host.EventsOfAsync<CompensationDecided>(), d => d.FarmerId == farmer.Id);
        Assert.Null((await farmer.ShowAsync()).Json!["open_compensations"]);
        await AssertBooksAgreeAsync(farmer);
        Assert.DoesNotContain(await host.EventsOfAsync<BalanceCorrected>(), c => c.FarmerId == farmer.Id);
    }

    async Task WrongOnesAsync(JsonNode row, KeyPair payer, TestFarmer farmer, Opaque memo)
    {
        (await Admin.PostAsync(Routes.CompensationPaid(Guid.NewGuid()), new { transaction_hash = new string('a', 64) })).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);
        Assert.StartsWith("transaction_hash", (await TellPaidAsync(row, "abc")).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        Assert.StartsWith("transaction_hash", (await TellPaidAsync(row, new string('a', 64))).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound), StringComparison.Ordinal);
        var (kale, his, others) = (Deployment.Asset, Memos.Hash(memo), Memos.Hash(PaymentMemo.Of(PaymentMemo.Compensation, farmer.Id, 0)));
        var failed = await PayAsync(payer, farmer.Wallet, kale, 1_000_000_000_000, his);
        foreach (var (hash, field) in new[]
        {
            (failed, "transaction_hash"),
            (await PayAsync(payer, farmer.Wallet, kale, Stake, Memos.None), "memo"),
            (await PayAsync(payer, farmer.Wallet, kale, Stake, others), "memo"),
            (await PayAsync(payer, farmer.Wallet, new Asset.Native(), Stake, his), "asset"),
            (await PayAsync(payer, farmer.Wallet, kale, Stake - 1, his), "amount"),
            (await PayAsync(payer, farmer.Wallet, kale, Stake + 1, his), "amount"),
            (await PayAsync(payer, Deployment.Issuer.ToText(), kale, Stake, his), "destination"),
        })
            Assert.StartsWith(field, (await TellPaidAsync(row, hash)).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict), StringComparison.Ordinal);
        Assert.DoesNotContain(await host.EventsOfAsync<CompensationPaid>(), p => p.FarmerId == farmer.Id);
    }

    /// <summary>Whatever came in with whichever memo is counted once.</summary>
    async Task AssertBooksAgreeAsync(TestFarmer farmer) => await Poll.UntilAsync(
        async () =>
        {
            await using var connection = await host.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
            var booked = await connection.ExecuteScalarAsync<long>("SELECT COALESCE(SUM(m.amount), 0) FROM balance_movements m JOIN farmers f ON f.id = m.farmer_id WHERE f.custodial_public_key = @Wallet", new { farmer.Wallet });
            return booked == host.Devnet.Chain.View.State.FindTrustline(Addresses.Account(farmer.Wallet), Deployment.Asset)!.Balance;
        },
        "the balance of the books to be the chain's");
}
