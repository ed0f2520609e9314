using System.Text;
using KalePool.Devnet.Faults;
using KalePool.Devnet.Settings;

namespace KalePool.Devnet.Tests.Faults;

public sealed class FaultPlanSpec
{
    static readonly string Readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "devnet-readme.md"));

    [Theory]
    [InlineData("", "plan: ")]
    [InlineData("null", "plan: an object expected, not null")]
    [InlineData("[]", "plan: ")]
    [InlineData("""{"seed":"x"}""", "seed: ")]
    [InlineData("""{"seed":1,"seed":2}""", "seed: ")]
    [InlineData("""{"weather":1}""", "weather")]
    [InlineData("""{"rules":null}""", "rules: ")]
    [InlineData("""{"rules":[null]}""", "rules[0]: an object expected, not null")]
    [InlineData("""{"rules":[{}]}""", "rules: each needs a fault")]
    [InlineData("""{"rules":[{"fault":"weather"}]}""", "weather")]
    [InlineData("""{"rules":[{"fault":"halted"},{"fault":"lag","depth":3}]}""", "depth")]
    [InlineData("""{"rules":[{"fault":"lag","ledgers":"3"}]}""", "rules[0].ledgers: ")]
    [InlineData("""{"rules":[{"fault":"lag","ledgers":-1}]}""", "rules[0].ledgers: ")]
    [InlineData("""{"rules":[{"fault":"lag","ledgers":61}]}""", "rules[0].ledgers: 1 to 60 expected, not 61")]
    [InlineData("""{"rules":[{"fault":"lag","probability":0}]}""", "rules[0].probability: above 0, at most 1 expected")]
    [InlineData("""{"rules":[{"fault":"lag","probability":1.01}]}""", "rules[0].probability: above 0, at most 1 expected")]
    [InlineData("""{"rules":[{"fault":"lag","for_ledgers":0}]}""", "rules[0].for_ledgers: 1 or more expected")]
    [InlineData("""{"rules":[{"fault":"lag","for_seconds":0}]}""", "rules[0].for_seconds: 1 or more expected")]
    [InlineData("""{"rules":[{"fault":"lag","nodes":[]}]}""", "rules[0].nodes: at least one expected")]
    [InlineData("""{"rules":[{"fault":"lag","nodes":[1,3]}]}""", "rules[0].nodes[1]: 1 to 2 expected, not 3")]
    [InlineData("""{"rules":[{"fault":"no_answer","methods":["getWeather"]}]}""", "rules[0].methods[0]: 'getWeather' is no method of RPC")]
    [InlineData("""{"rules":[{"fault":"no_answer","methods":[]}]}""", "rules[0].methods: at least one expected")]
    [InlineData("""{"rules":[{"fault":"no_answer","times":0}]}""", "rules[0].times: 1 or more expected")]
    [InlineData("""{"rules":[{"fault":"late_answer","delay_ms":0}]}""", "rules[0].delay_ms: 1 to 600000 expected, not 0")]
    [InlineData("""{"rules":[{"fault":"http_status","status":101}]}""", "rules[0].status: 200 to 599 expected, not 101")]
    [InlineData("""{"rules":[{"fault":"wrong_content"}]}""", "content")]
    [InlineData("""{"rules":[{"fault":"wrong_content","content":"poem"}]}""", "rules[0].content: ")]
    [InlineData("""{"rules":[{"fault":"try_again_later","times":0}]}""", "rules[0].times: 1 or more expected")]
    [InlineData("""{"rules":[{"fault":"try_again_later","sources":["me"]}]}""", "rules[0].sources[0]: an account's address (G…) expected")]
    [InlineData("""{"rules":[{"fault":"sequence_race","secrets":["S"]}]}""", "rules[0].secrets[0]: a secret key (S…) expected")]
    [InlineData("""{"rules":[{"fault":"included_late","ledgers":0}]}""", "rules[0].ledgers: 1 to 1000 expected, not 0")]
    [InlineData("""{"rules":[{"fault":"short_retention","ledgers":0}]}""", "rules[0].ledgers: ")]
    [InlineData("""{"rules":[{"fault":"node_clock","seconds":86401}]}""", "rules[0].seconds: ")]
    [InlineData("""{"rules":[{"fault":"stands_still","after_seconds":1}]}""", "rules[0].after_seconds: ")]
    [InlineData("""{"rules":[{"fault":"halted","for_ledgers":3}]}""", "rules[0].for_ledgers: ")]
    [InlineData("""{"rules":[{"fault":"chain_clock","seconds":61}]}""", "rules[0].seconds: -60 to 60 expected, not 61")]
    [InlineData("""{"rules":[{"fault":"full_ledgers","bid":99}]}""", "rules[0].bid: ")]
    [InlineData("""{"rules":[{"fault":"fee_surge","free_percent":100}]}""", "rules[0].free_percent: 0 to 99 expected, not 100")]
    [InlineData("""{"rules":[{"fault":"short_lives","ledgers":1}]}""", "rules[0].ledgers: ")]
    [InlineData("""{"rules":[{"fault":"block_removed","block_seconds":86401}]}""", "rules[0].block_seconds: ")]
    [InlineData("""{"rules":[{"fault":"strangers_work","zeros":5}]}""", "rules[0].zeros: 0 to 4 expected, not 5")]
    [InlineData("""{"rules":[{"fault":"strangers_harvest","farmers":["C"]}]}""", "rules[0].farmers[0]: an account's address (G…) expected")]
    public void Names_the_field_that_is_wrong(string json, string named)
    {
        var network = new FaultyWorld(nodes: 2).Network;
        network.Follow(new FaultPlan { Rules = [new Lag()] });

        var refused = Assert.Throws<FaultPlanException>(() => network.Follow(FaultPlan.Parse(Encoding.UTF8.GetBytes(json))));

        Assert.Contains(named, Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.IsType<Lag>(Assert.Single(network.Plan!.Rules));
    }

    [Fact]
    public void Names_every_field_that_is_wrong()
    {
        var refused = Assert.Throws<FaultPlanException>(() => new FaultyWorld().Follow("""{"fault":"lag","ledgers":0,"probability":2},{"fault":"halted","for_ledgers":1}"""));

        Assert.Equal(["rules[0].probability", "rules[0].ledgers", "rules[1].for_ledgers"], refused.Errors.Select(error => error.Split(':')[0]));
    }

    [Fact]
    public void Does_not_fill_what_has_no_end()
    {
        var world = new FaultyWorld(settings: new DevnetSettings { Limits = LedgerLimits.Unlimited });

        Assert.Throws<FaultPlanException>(() => world.Follow("""{"fault":"full_ledgers"}"""));
    }

    [Fact]
    public void The_readme_has_every_fault_once_with_its_defaults()
    {
        var rows = Readme.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')).ToDictionary(cells => cells[1].Trim(' ', '`'), cells => cells[2]);

        Assert.All(FaultNames.All, name => Assert.Contains(name, rows.Keys));
        Assert.Contains($"({new LateAnswer().DelayMs})", rows["late_answer"], StringComparison.Ordinal);
        Assert.Contains($"({new HttpStatus().Status})", rows["http_status"], StringComparison.Ordinal);
        Assert.Contains($"({new Lag().Ledgers})", rows["lag"], StringComparison.Ordinal);
        Assert.Contains($"({new ShortRetention().Ledgers})", rows["short_retention"], StringComparison.Ordinal);
        Assert.Contains($"({new IncludedLate().Ledgers})", rows["included_late"], StringComparison.Ordinal);
        Assert.Contains($"`bid` ({new FullLedgers().Bid})", rows["full_ledgers"], StringComparison.Ordinal);
        Assert.Contains($"`bid` ({new FeeSurge().Bid})", rows["fee_surge"], StringComparison.Ordinal);
        Assert.Contains($"({new ShortLives().Ledgers})", rows["short_lives"], StringComparison.Ordinal);
        Assert.Contains($"({new BlockRemoved().BlockSeconds})", rows["block_removed"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_readmes_plan_is_one_and_is_written_as_it_was_read()
    {
        var example = Readme.Split("```json\n")[1].Split("```")[0];
        var plan = FaultPlan.Parse(Encoding.UTF8.GetBytes(example));
        var network = new FaultyWorld().Network;

        network.Follow(plan);

        Assert.Equal(5, plan.Rules.Count);
        Assert.Equal(plan.ToJson(), FaultPlan.Parse(plan.ToJson()).ToJson());
        Assert.Same(plan, network.Plan);
    }
}
