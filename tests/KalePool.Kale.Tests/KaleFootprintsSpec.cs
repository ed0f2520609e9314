using KalePool.Kale.Tests.Traces;
using KalePool.Stellar.Xdr;
using Xunit.Abstractions;

namespace KalePool.Kale.Tests;

/// <summary>What is written down without simulation, against what simulation found in the recordings.</summary>
public class KaleFootprintsSpec(ITestOutputHelper output)
{
    [Fact]
    public void Are_those_that_simulation_finds()
    {
        var compared = new Dictionary<string, int> { ["plant"] = 0, ["work"] = 0, ["harvest"] = 0 };
        var absent = 0;
        foreach (var (trace, step, call) in Calls("simulate"))
        {
            if (!step.IsOk || !IsBySource(step)) continue;
            var expected = new LedgerFootprint(step.List<LedgerKey>("readOnly"), step.List<LedgerKey>("readWrite"));
            if (call is KaleCall.Plant plant && expected.ReadOnly.Any(k => KaleKeys.BlockOf(trace.Deployment.ContractId, k) is not null))
            {
                IsCoveredByTheWideOne(trace.Deployment, plant, expected);
                absent++;
                continue;
            }
            var resources = Resources(trace.Deployment, call, expected);
            Assert.True(expected == resources.Footprint, $"{trace.Name} step {step.Number}: {call.Function} has {expected}, written down {resources.Footprint}");
            var declared = step.Json.GetProperty("resources");
            Assert.True(resources.Instructions >= declared.GetProperty("instructions").GetUInt32(), $"{trace.Name} step {step.Number}: too few instructions");
            Assert.True(resources.DiskReadBytes >= declared.GetProperty("diskReadBytes").GetUInt32(), $"{trace.Name} step {step.Number}: too few bytes read");
            Assert.True(resources.WriteBytes >= declared.GetProperty("writeBytes").GetUInt32() + 40, $"{trace.Name} step {step.Number}: too few bytes written");
            compared[call.Function]++;
        }
        output.WriteLine($"{string.Join(", ", compared.Select(c => $"{c.Key} {c.Value}"))}; {absent} plants behind a block that is gone");
        Assert.True(absent > 0);
        Assert.All(compared.Values, count => Assert.True(count > 50));
    }

    [Fact]
    public void A_wide_plant_is_the_one_that_survives_the_boundary()
    {
        var compared = 0;
        foreach (var (trace, step, call) in Calls("apply"))
        {
            if (!step.Json.TryGetProperty("readWrite", out _) || call is not KaleCall.Plant plant) continue;
            var footprint = new LedgerFootprint(step.List<LedgerKey>("readOnly"), step.List<LedgerKey>("readWrite"));
            var first = footprint.ReadWrite.Select(k => KaleKeys.BlockOf(trace.Deployment.ContractId, k)).First(i => i is not null)!.Value;
            Assert.Equal(footprint, KaleFootprints.PlantWide(trace.Deployment, plant.Farmer, first, plant.Amount).Footprint);
            compared++;
        }
        Assert.Equal(3, compared);
    }

    [Fact]
    public void Invocations_are_those_that_were_called_and_authorised()
    {
        var compared = 0;
        foreach (var (trace, step, call) in Calls("simulate"))
        {
            var operation = KaleInvocations.Operation(trace.Deployment, call);
            Assert.Equal(step.Call, ((HostFunction.InvokeContract)operation.HostFunction).Value);
            if (!step.IsOk || !IsBySource(step)) continue;
            Assert.Equal(step.List<SorobanAuthorizationEntry>("auth"), operation.Auth);
            compared++;
        }
        output.WriteLine($"{compared} compared");
        Assert.True(compared > 300);
    }

    /// <summary>A plant that finds the newest block gone before the boundary looks for it in vain and opens the next: it reads one key more.</summary>
    static void IsCoveredByTheWideOne(KaleDeployment deployment, KaleCall.Plant plant, LedgerFootprint found)
    {
        var gone = found.ReadOnly.Select(k => KaleKeys.BlockOf(deployment.ContractId, k)).First(i => i is not null)!.Value;
        var wide = KaleFootprints.PlantWide(deployment, plant.Farmer, gone, plant.Amount).Footprint;
        Assert.Subset(wide.ReadWrite.ToHashSet(), found.ReadWrite.ToHashSet());
        Assert.Subset(wide.ReadOnly.Concat(wide.ReadWrite).ToHashSet(), found.ReadOnly.ToHashSet());
    }

    /// <summary>The index is the recording's: what is compared is everything around it.</summary>
    static SorobanResources Resources(KaleDeployment deployment, KaleCall call, LedgerFootprint found)
    {
        var index = found.ReadWrite.Select(k => KaleKeys.PailOf(deployment.ContractId, k)?.Index).First(i => i is not null)!.Value;
        return call switch
        {
            KaleCall.Plant plant => KaleFootprints.Plant(deployment, plant.Farmer, index, plant.Amount),
            KaleCall.Work work => KaleFootprints.Work(deployment, work.Farmer, index),
            KaleCall.Harvest harvest => KaleFootprints.Harvest(deployment, harvest.Farmer, harvest.Index),
            _ => throw new InvalidOperationException(),
        };
    }

    static bool IsBySource(TraceStep step) =>
        step.List<SorobanAuthorizationEntry>("auth").All(a => a.Credentials is SorobanCredentials.SourceAccount);

    static IEnumerable<(KaleTrace Trace, TraceStep Step, KaleCall Call)> Calls(string kind)
    {
        foreach (var trace in KaleTrace.Names.Select(KaleTrace.Read))
        {
            foreach (var step in trace.Steps.Where(s => s.Kind == kind && s.Call!.ContractAddress == new SCAddress.Contract(trace.Deployment.ContractId)))
            {
                if (KaleCall.Parse(step.Function, step.Call!.Args, out _) is { } call and (KaleCall.Plant or KaleCall.Work or KaleCall.Harvest)) yield return (trace, step, call);
            }
        }
    }
}
