using KalePool.Devnet.Settings;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Faults;

/// <summary>The pool's own machine of an act among all that can go wrong: what it concludes is what the chain has, and never more than once.</summary>
public sealed class ActsUnderFaultsSpec
{
    [Theory]
    [InlineData("""{"fault":"no_answer","methods":["sendTransaction"],"times":1}""")]
    [InlineData("""{"fault":"no_answer","methods":["sendTransaction"],"times":1,"carried_out":true}""")]
    [InlineData("""{"fault":"no_answer","methods":["getTransaction"],"times":3}""")]
    [InlineData("""{"fault":"late_answer","delay_ms":9000,"times":2}""")]
    [InlineData("""{"fault":"late_answer","delay_ms":15000,"methods":["sendTransaction"],"times":1}""")]
    [InlineData("""{"fault":"late_answer","delay_ms":15000,"methods":["sendTransaction"],"times":1,"carried_out":true}""")]
    [InlineData("""{"fault":"http_status","times":3}""")]
    [InlineData("""{"fault":"http_status","status":504,"carried_out":true,"times":2}""")]
    [InlineData("""{"fault":"http_status","status":200,"times":2}""")]
    [InlineData("""{"fault":"wrong_content","content":"html","times":4}""")]
    [InlineData("""{"fault":"wrong_content","content":"empty","times":4}""")]
    [InlineData("""{"fault":"wrong_content","content":"truncated","times":4}""")]
    [InlineData("""{"fault":"wrong_content","content":"repeated","times":4}""")]
    [InlineData("""{"fault":"wrong_content","content":"wrong_id","times":4}""")]
    [InlineData("""{"fault":"wrong_content","content":"error","times":4}""")]
    [InlineData("""{"fault":"wrong_content","content":"denied","times":3}""")]
    [InlineData("""{"fault":"delivered_twice"}""")]
    [InlineData("""{"fault":"try_again_later","times":3}""")]
    [InlineData("""{"fault":"included_late","ledgers":2}""")]
    [InlineData("""{"fault":"included_late","ledgers":7}""")]
    [InlineData("""{"fault":"halted","for_seconds":30}""")]
    [InlineData("""{"fault":"lag","ledgers":4}""")]
    [InlineData("""{"fault":"node_clock","seconds":-3000}""")]
    [InlineData("""{"fault":"chain_clock","seconds":-30}""")]
    [InlineData("""{"fault":"chain_clock","seconds":20}""")]
    [InlineData("""{"fault":"full_ledgers"}""")]
    [InlineData("""{"fault":"fee_surge","for_ledgers":7}""")]
    public async Task Succeeds_once(string rule)
    {
        var world = new FaultyWorld();
        var farmer = world.Test.NewFarmer();
        world.Follow(rule);
        world.Close(2, FaultyWorld.LedgerSeconds);

        var act = world.Plant(farmer, ledgers: 20);
        var success = Assert.IsType<ActOutcome.Success>(await world.RunAsync(act));

        Applied(world, act, success.Ledger);
        Assert.NotEmpty(world.Network.Log.After());
    }

    [Theory]
    [InlineData("""{"fault":"never_included"}""")]
    [InlineData("""{"fault":"try_again_later"}""")]
    [InlineData("""{"fault":"fee_surge"}""")]
    [InlineData("""{"fault":"included_late","ledgers":40}""")]
    [InlineData("""{"fault":"no_answer","methods":["sendTransaction"]}""")]
    [InlineData("""{"fault":"http_status","methods":["sendTransaction"]}""")]
    [InlineData("""{"fault":"lag","ledgers":60},{"fault":"try_again_later"}""")]
    [InlineData("""{"fault":"halted","for_seconds":200},{"fault":"never_included"}""")]
    [InlineData("""{"fault":"node_clock","seconds":600}""")]
    public async Task Has_not_happened_and_never_does(string rule)
    {
        var world = new FaultyWorld();
        var farmer = world.Test.NewFarmer();
        world.Follow(rule);
        world.Close(2, FaultyWorld.LedgerSeconds);

        var act = world.Plant(farmer);
        Assert.IsType<ActOutcome.NotHappened>(await world.RunAsync(act));
        world.Network.Follow(null);
        world.Close(60, FaultyWorld.LedgerSeconds);

        Assert.Equal(act.Sequence - 1, world.Test.Account(farmer).SeqNum);
        Assert.False(world.Test.Chain.View.History.Transactions.ContainsKey(Opaque.FromHex(act.Hash)));
    }

    [Fact]
    public async Task Has_not_happened_where_somebody_else_has_used_its_sequence_number()
    {
        var world = new FaultyWorld();
        var farmer = world.Test.NewFarmer();
        world.Follow($$"""{"fault":"sequence_race","secrets":["{{farmer.Secret}}"]}""");
        var act = world.Plant(farmer);

        Assert.IsType<ActOutcome.NotHappened>(await world.RunAsync(act));

        Assert.Single(world.Network.Log.After());
        Assert.Equal(act.Sequence, world.Test.Account(farmer).SeqNum);
        Assert.Null(world.Test.Pail(farmer, world.Test.FarmNow.Index));
    }

    [Fact]
    public async Task Has_failed_where_the_farm_is_paused()
    {
        var world = new FaultyWorld();
        var farmer = world.Test.NewFarmer();
        world.Follow("""{"fault":"paused_farm"}""");
        world.Close(2, FaultyWorld.LedgerSeconds);
        var act = world.Plant(farmer);

        var failed = Assert.IsType<ActOutcome.Failed>(await world.RunAsync(act));

        Applied(world, act, failed.Ledger);
    }

    [Fact]
    public async Task Is_unknown_where_the_only_server_that_knew_it_has_forgotten()
    {
        var world = new FaultyWorld();
        var farmer = world.Test.NewFarmer();
        world.Follow("""{"fault":"short_retention","ledgers":4},{"fault":"no_answer","methods":["getTransaction"],"for_ledgers":10}""");
        var act = world.Plant(farmer);

        Assert.IsType<ActOutcome.Unknown>(await world.RunAsync(act));
        Assert.True(world.Test.Chain.View.History.Transactions.ContainsKey(Opaque.FromHex(act.Hash)));
    }

    [Theory]
    [InlineData("""{"fault":"lag","nodes":[1],"ledgers":10}""")]
    [InlineData("""{"fault":"stands_still","nodes":[1]}""")]
    [InlineData("""{"fault":"no_answer","nodes":[1]}""")]
    [InlineData("""{"fault":"wrong_content","content":"wrong_network","nodes":[1]}""")]
    [InlineData("""{"fault":"wrong_content","content":"html","nodes":[1],"probability":0.5}""")]
    [InlineData("""{"fault":"short_retention","nodes":[1],"ledgers":1}""")]
    [InlineData("""{"fault":"never_included","nodes":[1]},{"fault":"no_answer","nodes":[1],"after_ledgers":8}""")]
    [InlineData("""{"fault":"lag","nodes":[1],"ledgers":8,"probability":0.5},{"fault":"lag","nodes":[2],"ledgers":8,"probability":0.5}""")]
    public async Task Succeeds_once_by_whichever_of_two_servers_is_well(string rules)
    {
        var world = new FaultyWorld(nodes: 2);
        var farmer = world.Test.NewFarmer();
        world.Close(20, FaultyWorld.LedgerSeconds);
        world.Follow(rules);
        world.Close(3, FaultyWorld.LedgerSeconds);
        var act = world.Plant(farmer, ledgers: 30);

        var success = Assert.IsType<ActOutcome.Success>(await world.RunAsync(act, world.Clients()));

        Applied(world, act, success.Ledger);
    }

    [Fact]
    public async Task One_server_that_denies_it_after_its_bounds_keeps_it_open_and_does_not_undo_what_the_other_knows()
    {
        var world = new FaultyWorld(nodes: 2);
        var farmer = world.Test.NewFarmer();
        var act = world.Plant(farmer, ledgers: 3);
        world.Send(XdrCodec.FromBase64<TransactionEnvelope>(act.Xdr));
        world.Follow("""{"fault":"wrong_content","content":"denied","nodes":[1]}""");
        world.Close(10, FaultyWorld.LedgerSeconds);

        // One says so and one otherwise: as long as they do, nothing is concluded.
        Assert.Contains("not settled", (await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => world.RunAsync(act, world.Clients(), resumed: true))).Message, StringComparison.Ordinal);
        world.Follow("");
        Assert.IsType<ActOutcome.Success>(await world.RunAsync(act, world.Clients(), resumed: true));
    }

    /// <summary>Everything at once, by many seeds: whatever is concluded is what the chain shows when nothing goes wrong any more.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Whatever_goes_wrong_it_concludes_what_the_chain_has(int seed)
    {
        var world = new FaultyWorld(nodes: 2, new DevnetSettings { BlockSeconds = 60 });
        List<KeyPair> farmers = [.. Enumerable.Range(0, 4).Select(_ => world.Test.NewFarmer())];
        world.Follow(
            """
            {"fault":"no_answer","probability":0.1},{"fault":"no_answer","probability":0.1,"carried_out":true},{"fault":"http_status","probability":0.1},
            {"fault":"http_status","probability":0.05,"carried_out":true},{"fault":"wrong_content","content":"truncated","probability":0.05},
            {"fault":"late_answer","delay_ms":12000,"methods":["sendTransaction"],"probability":0.2},{"fault":"delivered_twice","probability":0.1},
            {"fault":"try_again_later","probability":0.2},{"fault":"never_included","probability":0.2},{"fault":"included_late","ledgers":9,"probability":0.2},
            {"fault":"lag","ledgers":6,"nodes":[1],"probability":0.4},{"fault":"lag","ledgers":3,"nodes":[2],"probability":0.2},
            {"fault":"halted","after_seconds":300,"for_seconds":90},{"fault":"paused_farm","after_ledgers":60,"for_ledgers":20}
            """,
            seed);
        var outcomes = new List<(ActEnvelope Act, ActOutcome Outcome)>();
        var rpc = world.Clients();
        for (var i = 0; i < 24; i++)
        {
            var act = world.Plant(farmers[i % farmers.Count], ledgers: 14);
            outcomes.Add((act, await world.RunAsync(act, rpc, resumed: i % 5 == 4)));
        }
        world.Network.Follow(null);
        world.Close(30, FaultyWorld.LedgerSeconds);

        Assert.All(outcomes, item =>
        {
            var applied = world.Test.Chain.View.History.Transactions.GetValueOrDefault(Opaque.FromHex(item.Act.Hash));
            Assert.Equal(applied switch { null => typeof(ActOutcome.NotHappened), { Succeeded: true } => typeof(ActOutcome.Success), _ => typeof(ActOutcome.Failed) }, item.Outcome.GetType());
        });
        Assert.Equal(outcomes.Count, outcomes.Select(item => item.Act.Hash).Distinct().Count());
        Assert.Contains(outcomes, item => item.Outcome is ActOutcome.Success);
    }

    /// <summary>In this ledger and no other, and by it the sequence number is used.</summary>
    static void Applied(FaultyWorld world, ActEnvelope act, uint ledger)
    {
        world.Network.Follow(null);
        world.Close(20, FaultyWorld.LedgerSeconds);
        var applied = Assert.Single(world.Test.Chain.View.History.Ledgers.Values.SelectMany(closed => closed.Transactions), tx => tx.Hash.ToHex() == act.Hash);
        Assert.Equal(ledger, applied.Ledger);
        Assert.Equal(act.Sequence, Devnet.Ledger.Accounts.FindAccount(world.State, Addresses.Account(act.Source))!.SeqNum);
    }
}
