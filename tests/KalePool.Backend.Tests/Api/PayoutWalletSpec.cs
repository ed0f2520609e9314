using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Tests.Api;

/// <summary>A farmer with the key of his payout wallet, and others without it.</summary>
[Collection(ApiCollection.Name)]
public sealed class PayoutWalletSpec(BackendHost host)
{
    readonly KeyPair _present = KeyPair.Random();
    readonly string _next = KeyPair.Random().Address;

    PoolClient Anybody => new(host.Http, null);

    async Task<TestFarmer> RegisterAsync() => await (await TestPool.MakeAsync(host)).RegisterAsync(_present.Address);

    static string PathOf(TestFarmer farmer) => Routes.Farmer(farmer.Id) + Routes.PayoutWallet;

    Task<Answer> AskAsync(TestFarmer farmer, string purpose, string? wallet = null) =>
        Anybody.PostAsync(Routes.Challenge, wallet is null ? new { farmer_id = farmer.Id, purpose } : new { farmer_id = farmer.Id, purpose, payout_wallet = wallet });

    async Task<string> SignAsync(TestFarmer farmer, string purpose, string? wallet = null, KeyPair? signer = null)
    {
        var challenge = (await AskAsync(farmer, purpose, wallet)).With(HttpStatusCode.OK);
        return Convert.ToBase64String((signer ?? _present).SignMessage((string)challenge["challenge"]!).Span);
    }

    static Task<Answer> ChangeAsync(TestFarmer farmer, string wallet, string? signature = null) =>
        farmer.Client.PostAsync(PathOf(farmer), signature is null ? new { payout_wallet = wallet } : new { payout_wallet = wallet, signature });

    Task<Answer> NewTokenAsync(TestFarmer farmer, string signature) => Anybody.PostAsync(Routes.Token, new { farmer_id = farmer.Id, signature });

    [Fact]
    public async Task A_signed_wish_is_in_force_at_once()
    {
        var farmer = await RegisterAsync();
        var changed = (await ChangeAsync(farmer, _next, await SignAsync(farmer, "payout_wallet", _next))).With(HttpStatusCode.OK);
        Assert.Equal(_next, (string?)changed["payout_wallet"]);
        Assert.Equal(_next, (string?)(await farmer.ShowAsync())["payout_wallet"]);
        (await ChangeAsync(farmer, _next, "a repeat's signature is not looked at")).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unsigned_wish_waits_where_the_farmer_and_the_operator_see_it()
    {
        var farmer = await RegisterAsync();
        var asked = (await ChangeAsync(farmer, _next)).With(HttpStatusCode.Accepted);
        Assert.Equal(_present.Address, (string?)asked["payout_wallet"]);
        Assert.Equal(_next, (string?)asked["waiting"]["payout_wallet"]);
        var effective = (DateTimeOffset)asked["waiting"]["effective_at"]!;
        Assert.InRange(effective - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(71), TimeSpan.FromHours(72));
        foreach (var viewer in new[] { farmer.Client, TestPool.Admin(host) })
        {
            var shown = await viewer.GetAsync(Routes.Farmer(farmer.Id));
            Assert.Equal((_present.Address, _next), ((string?)shown["payout_wallet"], (string?)shown["waiting_payout_wallet"]["payout_wallet"]));
        }
    }

    [Fact]
    public async Task Only_the_present_wallets_signature_cancels()
    {
        var farmer = await RegisterAsync();
        (await ChangeAsync(farmer, _next)).With(HttpStatusCode.Accepted);
        var stranger = await SignAsync(farmer, "cancel_payout_wallet", signer: KeyPair.Random());
        (await CancelAsync(stranger)).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
        var signature = await SignAsync(farmer, "cancel_payout_wallet");
        Assert.Null((await CancelAsync(signature)).With(HttpStatusCode.OK).Json!["waiting"]);
        Assert.Null((await farmer.ShowAsync()).Json!["waiting_payout_wallet"]);
        (await CancelAsync(signature)).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
        (await CancelAsync(await SignAsync(farmer, "cancel_payout_wallet"))).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);

        Task<Answer> CancelAsync(string by) => farmer.Client.SendAsync(HttpMethod.Delete, PathOf(farmer), $$"""{"signature":"{{by}}"}""");
    }

    [Fact]
    public async Task A_signature_brings_a_new_token_and_the_old_one_opens_nothing()
    {
        var farmer = await RegisterAsync();
        var signature = await SignAsync(farmer, "token");
        var token = (string)(await NewTokenAsync(farmer, signature)).With(HttpStatusCode.OK)["farmer_token"]!;
        (await farmer.ShowAsync()).Problem(HttpStatusCode.Unauthorized, ErrorCode.Unauthorized);
        (await new PoolClient(host.Http, token).GetAsync(Routes.Farmer(farmer.Id))).With(HttpStatusCode.OK);
        (await NewTokenAsync(farmer, signature)).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
    }

    [Fact]
    public async Task A_signature_is_good_for_its_purpose_its_farmer_and_its_wallet_alone()
    {
        var (farmer, other) = (await RegisterAsync(), await RegisterAsync());
        var (token, wallet) = (await SignAsync(farmer, "token"), await SignAsync(farmer, "payout_wallet", _next));
        foreach (var answer in new[]
        {
            await NewTokenAsync(farmer, wallet), await NewTokenAsync(other, token), await ChangeAsync(farmer, _next, token),
            await ChangeAsync(farmer, KeyPair.Random().Address, wallet), await ChangeAsync(other, _next, wallet),
            await ChangeAsync(farmer, _next, await SignAsync(farmer, "payout_wallet", _next, KeyPair.Random())),
            await NewTokenAsync(farmer, "no signature"), await NewTokenAsync(farmer, Convert.ToBase64String(new byte[64])),
        })
        {
            Assert.StartsWith("signature", answer.Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden), StringComparison.Ordinal);
        }
        (await ChangeAsync(farmer, _next, wallet)).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_signature_of_the_wallet_before_is_worth_nothing()
    {
        var farmer = await RegisterAsync();
        var after = KeyPair.Random();
        (await ChangeAsync(farmer, after.Address, await SignAsync(farmer, "payout_wallet", after.Address))).With(HttpStatusCode.OK);
        (await NewTokenAsync(farmer, await SignAsync(farmer, "token"))).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
        (await NewTokenAsync(farmer, await SignAsync(farmer, "token", signer: after))).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refuses_wallets_that_nobody_may_be_paid_to()
    {
        var farmer = await RegisterAsync();
        var issuer = KalePool.Stellar.Transactions.Addresses.ToText(host.Watch.Deployment!.Issuer);
        foreach (var wallet in new[] { issuer, farmer.Wallet, "", "G", _next[..^1] + "A", KeyPair.Random().Secret })
        {
            foreach (var answer in new[] { await ChangeAsync(farmer, wallet), await AskAsync(farmer, "payout_wallet", wallet) })
                Assert.StartsWith("payout_wallet", answer.Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_challenge_says_what_it_is_for_and_names_what_is_wrong_with_its_wish()
    {
        var farmer = await RegisterAsync();
        var text = (string)(await AskAsync(farmer, "payout_wallet", _next))["challenge"]!;
        Assert.Contains($"Pay everything to {_next}", text, StringComparison.Ordinal);
        Assert.Contains($"{farmer.Id:D}", text, StringComparison.Ordinal);
        Assert.NotEqual(text, (string?)(await AskAsync(farmer, "token"))["challenge"]);
        Assert.StartsWith("purpose", (await AskAsync(farmer, "everything")).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        Assert.StartsWith("payout_wallet", (await AskAsync(farmer, "payout_wallet")).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        Assert.StartsWith("payout_wallet", (await AskAsync(farmer, "token", _next)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        (await Anybody.PostAsync(Routes.Challenge, new { farmer_id = Guid.NewGuid(), purpose = "token" })).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);
    }
}
