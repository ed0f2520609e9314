using Dapper;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Api;

/// <summary>KALE that comes into a wallet from outside is an event, whether the backend runs or not, and whoever sends it.</summary>
[Collection(ApiCollection.Name)]
public sealed class DepositSpec(BackendHost host)
{
    KeyPair Issuer => host.Devnet.Chain.Keys.Issuer;

    async Task<KeyPair> GiverAsync(long stroops)
    {
        var giver = KeyPair.Random();
        await host.CreateAccountAsync(giver.Address, 100_000_000);
        await host.TrustKaleAsync(giver);
        await host.PayKaleAsync(Issuer, giver.Address, stroops);
        return giver;
    }

    async Task<List<T>> JournaledAsync<T>(TestFarmer farmer) where T : FarmerEvent => [.. (await host.EventsOfAsync<T>()).Where(e => e.FarmerId == farmer.Id)];

    async Task<T> UntilJournaledAsync<T>(TestFarmer farmer, int count) where T : FarmerEvent
    {
        for (var most = 20; most > 0; most--)
        {
            var found = await JournaledAsync<T>(farmer);
            if (found.Count >= count) return Assert.Single(found.Skip(count - 1));
            await host.CloseLedgerAsync();
        }
        throw new InvalidOperationException($"no {typeof(T).Name} number {count}");
    }

    /// <summary>The rows' balance is the sum of what moved; it must become the chain's.</summary>
    async Task AssertBooksAgreeAsync(TestFarmer farmer)
    {
        await Poll.UntilAsync(
            async () =>
            {
                await using var connection = await host.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
                var booked = await connection.ExecuteScalarAsync<long>("SELECT current_balance FROM farmers WHERE custodial_public_key = @Wallet", new { farmer.Wallet });
                return booked == host.Devnet.Chain.View.State.FindTrustline(Addresses.Account(farmer.Wallet), host.Devnet.Chain.Deployment.Asset)!.Balance;
            },
            "the balance of the books to be the chain's");
    }

    [Fact]
    public async Task Deposits_are_events_with_their_transaction_also_of_the_time_the_backend_was_away()
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.JoinAsync();
        var giver = await GiverAsync(10_000);
        await host.PayKaleAsync(giver, farmer.Wallet, 700);
        var first = await UntilJournaledAsync<DepositRecorded>(farmer, 1);
        Assert.Equal((700, giver.Address), (first.AmountStroops, first.From));
        Assert.Contains(first.TransactionHash, host.Devnet.Chain.View.History.Transactions.Values.Select(t => t.Hash.ToHex()));

        await host.StopAsync();
        var chain = host.Devnet.Chain;
        var account = chain.View.State.FindAccount(Addresses.Account(giver.PublicKey))!;
        var payment = TransactionFactory.Classic(
            Addresses.Source(giver.PublicKey), account.SeqNum + 1, Bounds.None, [Operations.Payment(Addresses.Source(farmer.Wallet), chain.Deployment.Asset, 30)], memo: Memos.Text("for seed"));
        Assert.Equal(QueueStatus.Pending, chain.Submit(payment.Sign(chain.Network, giver)).Status);
        host.CloseLedgerUnseen();
        host.CloseLedgerUnseen();
        await host.StartAsync();
        Assert.Equal(30, (await UntilJournaledAsync<DepositRecorded>(farmer, 2)).AmountStroops);
        Assert.Empty(await JournaledAsync<BalanceCorrected>(farmer));
        await AssertBooksAgreeAsync(farmer);
    }

    [Fact]
    public async Task What_no_event_told_of_is_found_before_the_next_plant()
    {
        var pool = await TestPool.MakeAsync(host, maxFarmers: 1);
        var farmer = await pool.JoinAsync();
        // The issuer does not transfer: what it pays is minted, as a harvest is.
        await host.PayKaleAsync(Issuer, farmer.Wallet, 5_000);
        await host.CloseLedgerAsync();
        await host.CloseLedgerAsync();
        await host.ReachAsync(host.Watch.Latest!.FarmIndex + 1);
        var planted = await pool.PlantAsync(host.PlantIndex);
        Assert.Equal(2_500, (long)planted["summary"]["total_staked"]!);
        var corrected = await UntilJournaledAsync<BalanceCorrected>(farmer, 1);
        Assert.Equal((5_000, 5_000), (corrected.AmountStroops, corrected.BalanceStroops));
        Assert.Empty(await JournaledAsync<DepositRecorded>(farmer));
        await AssertBooksAgreeAsync(farmer);
    }
}
