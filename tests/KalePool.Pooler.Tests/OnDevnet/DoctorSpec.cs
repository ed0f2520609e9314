using KalePool.Pooler.Display;
using KalePool.Pooler.Doctor;
using KalePool.Pooler.Pool;

namespace KalePool.Pooler.Tests.OnDevnet;

[Collection(DevnetCollection.Name)]
public class DoctorSpec
{
    [Fact]
    public async Task Says_what_is_well_and_what_is_not()
    {
        await using var rig = await PoolerRig.StartAsync(0);
        rig.Pool.Beat = beat => new(true, rig.Time.GetUtcNow(), beat.BlockIndex, [], [], []);

        var findings = await rig.ExamineAsync(rig.Router, ("RPC_URL", $"http://127.0.0.1:1,{rig.RpcUrl}"));

        Assert.Equal("cpu rpc rpc backend clock contract account trustline sending", string.Join(' ', findings.Select(finding => finding.Check)));
        Assert.Equal(["rpc Weak", "trustline Weak"], findings.Where(finding => finding.Verdict != Verdict.Ok).Select(finding => $"{finding.Check} {finding.Verdict}"));
        Assert.All(findings, finding => Assert.Equal(finding.Verdict == Verdict.Ok, finding.Remedy is null));
    }

    [Fact]
    public async Task Goes_on_when_something_is_wrong()
    {
        await using var rig = await PoolerRig.StartAsync(0);
        rig.Pool.Beat = _ => throw new PoolApiException(PoolApiFault.Unauthorized, new("http://b"), "it does not accept the key");

        var findings = await rig.ExamineAsync(
            ("ROUTER_CONTRACT_ID", Wallets.Contract), ("POOLER_SECRET_KEY", Wallets.Of("somebody without an account").Secret));

        Assert.Equal(["backend Wrong", "account Wrong", "trustline Weak", "sending Wrong"], findings.Where(finding => finding.Verdict != Verdict.Ok).Select(finding => $"{finding.Check} {finding.Verdict}"));
        Assert.Contains("rotate the key", findings.Single(finding => finding.Check == "backend").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_pooler_runs_it_tells_once_what_is_not_well_and_when_it_is_again()
    {
        await using var rig = await PoolerRig.StartAsync(1);
        using var stop = new CancellationTokenSource();
        var running = rig.RunAsync(null, stop.Token, rig.Router, ("HEALTH_CHECK_INTERVAL_SECONDS", "5"));
        await rig.UntilAsync(() => rig.Display.Of<Checked>().Count > 0, running);
        for (var i = 0; i < 12; i++) await rig.CloseLedgerAsync();
        Assert.Equal([("trustline", Verdict.Weak)], rig.Display.Of<Checked>().Select(check => (check.Check, check.Verdict)));

        rig.Farm.Trust(rig.Account);
        await rig.UntilAsync(() => rig.Display.Of<Checked>().Count == 2, running);
        Assert.Equal(("trustline", Verdict.Ok), (rig.Display.Of<Checked>()[^1].Check, rig.Display.Of<Checked>()[^1].Verdict));
        Assert.Null(rig.Display.Of<Checked>()[^1].Remedy);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Knows_another_contract_and_another_network()
    {
        await using var rig = await PoolerRig.StartAsync(0);
        var contract = await rig.ExamineAsync(("KALE_CONTRACT_ID", Wallets.Contract));
        Assert.Equal("contract", contract[^1].Check);
        Assert.Equal(Verdict.Wrong, contract[^1].Verdict);

        var network = await rig.ExamineAsync(("NETWORK_PASSPHRASE", "another ; 2026"));
        Assert.Equal(Verdict.Wrong, network.Single(finding => finding.Check == "rpc").Verdict);
        Assert.Equal("clock", network[^1].Check); // of another network's chain nothing is read
    }
}
