using KalePool.Backend.Ops.Journal;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Devnet.Ledger;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;

namespace KalePool.Backend.Tests.Journals;

/// <summary>A journal that adds up in itself, and a chain that says whether it is true.</summary>
public sealed class ChainBalancesSpec() : HostOnDatabase(new EmbeddedDatabases())
{
    [Fact]
    public async Task Names_the_farmer_whose_wallet_has_something_else_than_his_events_add_up_to()
    {
        var issuer = Host.Devnet.Chain.Keys.Issuer;
        var farmer = await (await TestPool.MakeAsync(Host, 1)).JoinAsync();
        var giver = KeyPair.Random();
        await Host.CreateAccountAsync(giver.Address, 100_000_000);
        await Host.TrustKaleAsync(giver);
        await Host.PayKaleAsync(issuer, giver.Address, 1_000);
        await Host.PayKaleAsync(giver, farmer.Wallet, 1_000);
        for (var most = 60; most > 0 && !(await Host.EventsOfAsync<FarmerEvent>()).Any(e => e is DepositRecorded or BalanceCorrected); most--) await Host.CloseNextLedgerAsync();
        var (status, said) = await VerifyAsync();
        Assert.True(status == 0, said);
        Assert.Contains("balances of 1 farmers compared with the chain: 1 agree", said, StringComparison.Ordinal);

        await Host.StopAsync();
        var chain = Host.Devnet.Chain;
        var account = chain.View.State.FindAccount(Addresses.Account(issuer.PublicKey))!;
        chain.Submit(TransactionFactory.Classic(
            Addresses.Source(issuer.PublicKey), account.SeqNum + 1, Bounds.None, [Operations.Payment(Addresses.Source(farmer.Wallet), chain.Deployment.Asset, 25)]).Sign(chain.Network, issuer));
        Host.CloseLedgerUnseen();
        (status, said) = await VerifyAsync();
        Assert.Equal(1, status);
        Assert.Contains($"difference: farmer-{farmer.Id:N}: his wallet has 0.0000025 KALE more on the chain than his events add up to", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_chain_does_not_answer()
    {
        await Host.StopChainAsync();
        var e = await Assert.ThrowsAsync<StorageException>(VerifyAsync);
        Assert.StartsWith("the chain cannot be read", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Ledgers close meanwhile.</summary>
    async Task<(int Status, string Said)> VerifyAsync()
    {
        using var folder = new TempFolder();
        await File.WriteAllLinesAsync(folder["pool.env"], [.. Host.Devnet.ClientSettings.Select(s => $"{s.Name}='{s.Value}'"), $"DATABASE_URL={Database.Url}"]);
        var said = new StringWriter();
        var verifying = JournalVerify.RunAsync(new FileInfo(folder["pool.env"]), null, makesReadModel: false, asksChain: true, said, CancellationToken.None);
        while (await Task.WhenAny(verifying, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System)) != verifying) Host.CloseLedgerUnseen();
        return (await verifying, said.ToString());
    }
}
