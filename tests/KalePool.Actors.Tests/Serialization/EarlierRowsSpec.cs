using System.Text;
using Akka.TestKit.Xunit2;
using KalePool.Actors.Serialization;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;

namespace KalePool.Actors.Tests.Serialization;

/// <summary>Rows as they were written before fields were added: they mean what they meant.</summary>
public sealed class EarlierRowsSpec : TestKit
{
    DomainSerializer Serializer => new((Akka.Actor.ExtendedActorSystem)Sys);

    /// <summary>Before shares were paid.</summary>
    public static TheoryData<string, string> WithoutShares => new()
    {
        { "farmer-seated:1", """{"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "plant-settled:1", """{"block":123456,"result":"Success","stake_stroops":5000000000,"ledger":1001,"fee_stroops":12345,"transaction_hash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","failure":{"code":"insufficient_xlm","message":"the wallet holds 0.1 XLM of 0.15","attributed_to":"farmer"},"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "harvest-settled:1", """{"block":123456,"result":"NotHappened","reward_stroops":25050000000,"stake_stroops":5000000000,"ledger":1060,"fee_stroops":12345,"transaction_hash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","failure":{"code":"insufficient_xlm","message":"the wallet holds 0.1 XLM of 0.15","attributed_to":"farmer"},"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "exit-submitted:1", """{"payout_wallet":"GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H","kale_stroops":25050000000,"act":{"hash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","xdr":"AAAAAgAAAAA\u002B/w==","source":"GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ","sequence":226998512910405637,"max_ledger":1050,"max_time":1767323345,"built_after":1000},"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "exit-settled:1", """{"result":"Success","kale_stroops":25050000000,"xlm_stroops":29999700,"ledger":1060,"fee_stroops":300,"transaction_hash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","failure":{"code":"insufficient_xlm","message":"the wallet holds 0.1 XLM of 0.15","attributed_to":"farmer"},"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
    };

    [Fact]
    public void Nothing_went_in_batches()
    {
        const string opened = """{"farmers":[],"left_out":[],"pooler_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4053","index":123456,"at":"2026-01-02T03:04:05.678+00:00"}""";
        const string harvested = """{"block":123456,"result":"Success","reward_stroops":900,"stake_stroops":500,"ledger":1060,"fee_stroops":100,"transaction_hash":"aa","share_stroops":45,"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""";
        Assert.False(Assert.IsType<BlockOpened>(Serializer.FromBinary(Encoding.UTF8.GetBytes(opened), "block-opened:1")).InBatches);
        Assert.Equal((45L, null), Assert.IsType<HarvestSettled>(Serializer.FromBinary(Encoding.UTF8.GetBytes(harvested), "harvest-settled:1")) is var h ? (h.ShareStroops, h.Batch) : default);
    }

    [Fact]
    public void No_share_went_with_a_loss()
    {
        const string accepted = """{"loss_stroops":25050000000,"payouts_made":4,"reason":"x","farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""";
        Assert.Equal(0, Assert.IsType<LossAccepted>(Serializer.FromBinary(Encoding.UTF8.GetBytes(accepted), "loss-accepted:1")).ForgoneShareStroops);
    }

    [Fact]
    public void Nothing_was_handed_over()
    {
        const string worked = """{"block":123456,"zeros":6,"gap":20,"source":"pooler","farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""";
        const string settled = """{"batch":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4054","kind":"Harvest","result":"Success","outcomes":[{"success":true,"reward_stroops":900,"stake_stroops":500,"gap":57}],"ledger":1060,"fee_stroops":795000,"transaction_hash":"aa","account_id":"channel-1","at":"2026-01-02T03:04:05.678+00:00"}""";
        Assert.False(Assert.IsType<WorkRecorded>(Serializer.FromBinary(Encoding.UTF8.GetBytes(worked), "work-recorded:1")).IsWorkOwed);
        Assert.Equal(new MemberOutcome(true, 900, 500, 57), Assert.IsType<AccountBatchSettled>(Serializer.FromBinary(Encoding.UTF8.GetBytes(settled), "account-batch-settled:1")).Outcomes.Single());
    }

    [Theory, MemberData(nameof(WithoutShares))]
    public void Nothing_was_shared(string manifest, string row)
    {
        var read = Serializer.FromBinary(Encoding.UTF8.GetBytes(row), manifest);
        Assert.True(read switch
        {
            FarmerSeated f => f is { RewardShare: 0, ShareWallet: null },
            PlantSettled p => p is { RewardShare: 0, StakeStroops: 5_000_000_000, Ledger: 1001 },
            HarvestSettled h => h is { ShareStroops: 0, RewardStroops: 25_050_000_000 },
            ExitSubmitted x => x is { ShareWallet: null, ShareStroops: 0, ForgoneShareStroops: 0, KaleStroops: 25_050_000_000 },
            ExitSettled x => x is { ShareWallet: null, PayoutWallet: null, ShareStroops: 0, ForgoneShareStroops: 0, KaleStroops: 25_050_000_000 },
            _ => false,
        });
    }

    /// <summary>Before harvests and payments were found on the chain.</summary>
    public static TheoryData<string, string> WithoutFinding => new()
    {
        { "payout-found:1", """{"number":3,"payment":{"payout_wallet":"GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H","kale_stroops":25050000000,"share_wallet":"GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ","share_stroops":1252500000,"forgone_share_stroops":7},"transaction_hash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","ledger":1060,"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "plant-settled:1", """{"block":123456,"result":"Success","stake_stroops":5000000000,"ledger":1001,"fee_stroops":12345,"transaction_hash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","failure":{"code":"insufficient_xlm","message":"the wallet holds 0.1 XLM of 0.15","attributed_to":"farmer"},"reward_share":0.05,"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "harvest-settled:1", """{"block":123456,"result":"NotHappened","reward_stroops":25050000000,"stake_stroops":5000000000,"ledger":1060,"fee_stroops":12345,"transaction_hash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","failure":{"code":"insufficient_xlm","message":"the wallet holds 0.1 XLM of 0.15","attributed_to":"farmer"},"share_stroops":1252500000,"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
    };

    [Theory, MemberData(nameof(WithoutFinding))]
    public void Nothing_was_found(string manifest, string row)
    {
        var read = Serializer.FromBinary(Encoding.UTF8.GetBytes(row), manifest);
        Assert.True(read switch
        {
            PayoutFound p => p is { ByTransfer: false, Number: 3 },
            PlantSettled p => p is { LiveUntil: 0, RewardShare: 0.05m },
            HarvestSettled h => h is { Source: null, WasCorrected: false, ShareStroops: 1_252_500_000 },
            _ => false,
        });
    }

    /// <summary>Before the pool opened blocks, found pails and knew of poolers who were told too late.</summary>
    public static TheoryData<string, string> WithoutGuards => new()
    {
        { "plant-submitted:1", """{"block":123456,"stake_stroops":500,"act":{"hash":"aa","xdr":"AAAA","source":"G","sequence":1,"max_ledger":1050,"max_time":1767323345,"built_after":1000},"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "plant-settled:1", """{"block":123456,"result":"Success","stake_stroops":500,"ledger":1001,"fee_stroops":12345,"reward_share":0.05,"live_until":18280,"operator_fee_stroops":777,"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "work-recorded:1", """{"block":123456,"zeros":6,"gap":20,"source":"rescue","farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "outcome-resolved:1", """{"kind":"Plant","block":123456,"transaction_hash":"aa","result":"Success","reason":"seen","ledger":1060,"fee_stroops":0,"stake_stroops":500,"reward_stroops":0,"reward_share":0.05,"share_stroops":0,"gap":0,"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","at":"2026-01-02T03:04:05.678+00:00"}""" },
        { "plants-recorded:1", """{"rows":[{"farmer_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4051","stake_stroops":500,"transaction_hash":"aa"}],"pooler_id":"0198a1b2-c3d4-4e5f-8a9b-0c1d2e3f4053","index":123456,"at":"2026-01-02T03:04:05.678+00:00"}""" },
    };

    [Theory, MemberData(nameof(WithoutGuards))]
    public void Every_pail_was_the_poolers(string manifest, string row)
    {
        var read = Serializer.FromBinary(Encoding.UTF8.GetBytes(row), manifest);
        Assert.True(read switch
        {
            PlantSubmitted p => p is { OpensBlock: false, StakeStroops: 500 },
            PlantSettled p => p is { IsOnItsOwn: false, WasCorrected: false, OpensBlock: false, LiveUntil: 18_280 },
            WorkRecorded w => w is { PoolerIsFree: false, Gap: 20 },
            OutcomeResolved r => r is { PoolerIsFree: false, StakeStroops: 500 },
            PlantsRecorded p => p.Rows is [{ ToldTooLate: false, StakeStroops: 500 }],
            _ => false,
        });
    }
}
