using KalePool.Kale.Tests.Traces;
using KalePool.Stellar.Xdr;
using Xunit.Abstractions;

namespace KalePool.Kale.Tests;

/// <summary>The recordings of the real contract (tests/data/kale-traces), step by step.</summary>
public class KaleTraceSpec(ITestOutputHelper output)
{
    public static TheoryData<string> EveryTrace => [.. KaleTrace.Names];

    [Theory, MemberData(nameof(EveryTrace))]
    public void Does_what_the_contract_did(string name)
    {
        var replay = new TraceReplay(KaleTrace.Read(name));
        replay.Run();
        output.WriteLine($"{name}: {replay.Compared} steps compared, {replay.Failures} failures told apart");
        Assert.True(replay.Compared > 0 || name == "token");
    }

    [Fact]
    public void Compares_nearly_every_step_there_is()
    {
        var compared = 0;
        var steps = 0;
        foreach (var name in KaleTrace.Names)
        {
            var trace = KaleTrace.Read(name);
            var replay = new TraceReplay(trace);
            replay.Run();
            compared += replay.Compared;
            steps += trace.Steps.Count;
        }
        output.WriteLine($"{compared} of {steps} steps compared; the rest is the host's or the asset's to decide");
        Assert.True(compared > steps * 9 / 10, $"{compared} of {steps}");
    }

    [Theory, MemberData(nameof(EveryTrace))]
    public void Learns_the_deployment_from_the_instances(string name)
    {
        var kale = KaleTrace.Kale(name);
        var deployment = KaleTrace.Read(name).Deployment;
        Assert.Equal(kale.GetProperty("contract").GetString(), deployment.Contract);
        Assert.Equal(kale.GetProperty("wasmHash").GetString(), deployment.CodeHash.ToHex());
        Assert.Equal(kale.GetProperty("assetCode").GetString(), deployment.AssetCode);
        Assert.Equal(kale.GetProperty("assetIssuer").GetString(), KaleAddresses.ToText(new SCAddress.Account(deployment.Issuer)));
        Assert.Equal(kale.GetProperty("assetContract").GetString(), deployment.AssetContract);
    }

    /// <summary>Whatever the host wrote for the farm comes out of the codec as it went in.</summary>
    [Fact]
    public void Entries_survive_decoding_and_encoding()
    {
        var (blocks, pails, farms) = (0, 0, 0);
        foreach (var trace in KaleTrace.Names.Select(KaleTrace.Read))
        {
            var id = trace.Deployment.ContractId;
            foreach (var change in trace.Steps.Where(s => s.Kind == "apply" && s.IsOk).SelectMany(s => s.Json.GetProperty("changes").EnumerateArray()))
            {
                var key = XdrCodec.FromBase64<LedgerKey>(change.GetProperty("key").GetString()!);
                if (change.GetProperty("entry").GetString() is not { } xdr) continue;
                var data = XdrCodec.FromBase64<LedgerEntry>(xdr).Data;
                if (KaleKeys.BlockOf(id, key) is { } index)
                {
                    Assert.Equal(((LedgerEntryData.ContractData)data).Value.Val.ToBase64(), KaleCodec.Encode(KaleCodec.DecodeBlock(data)).ToBase64());
                    Assert.Equal(key, KaleKeys.Block(id, index));
                    blocks++;
                }
                else if (KaleKeys.PailOf(id, key) is { } pail)
                {
                    Assert.Equal(((LedgerEntryData.ContractData)data).Value.Val.ToBase64(), KaleCodec.Encode(KaleCodec.DecodePail(data)).ToBase64());
                    Assert.Equal(key, KaleKeys.Pail(id, pail.Farmer, pail.Index));
                    pails++;
                }
                else if (key == KaleKeys.Instance(id))
                {
                    Assert.Equal(KaleCodec.InstanceOf(data).ToBase64(), KaleCodec.Encode(KaleCodec.DecodeFarm(data), trace.Deployment.CodeHash).ToBase64());
                    farms++;
                }
            }
        }
        output.WriteLine($"{blocks} blocks, {pails} pails, {farms} instances");
        Assert.True(blocks > 0 && pails > 0 && farms > 0);
    }
}
