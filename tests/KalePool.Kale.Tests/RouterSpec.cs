using KalePool.Kale.Tests.Traces;
using KalePool.Stellar.Xdr;
using Xunit.Abstractions;

namespace KalePool.Kale.Tests;

/// <summary>Many calls in one transaction: built, declared and read, against the recording of the real router.</summary>
public class RouterSpec(ITestOutputHelper output)
{
    static readonly KaleTrace Trace = KaleTrace.Read("router");

    static readonly RouterDeployment Router = RouterDeployment.Read(
        Trace.Start.GetProperty("entries").EnumerateArray().Select(e => XdrCodec.FromBase64<LedgerEntry>(e.GetProperty("entry").GetString()!).Data)
            .Single(data => data is LedgerEntryData.ContractData { Value: { Contract: var contract, Key: SCVal.LedgerKeyContractInstance } } && contract == KaleAddresses.Parse(Trace.Router!)));

    static readonly SCAddress Caller = KaleAddresses.Account(Opaque.Zeros(32));

    [Fact]
    public void What_is_sent_is_what_was_recorded()
    {
        var compared = 0;
        foreach (var (step, caller, calls) in Batches("simulate"))
        {
            var operation = RouterInvocations.Operation(Router, caller, calls);
            Assert.Equal(step.Call, ((HostFunction.InvokeContract)operation.HostFunction).Value);
            if (!step.IsOk) continue;
            Assert.Equal(step.List<SorobanAuthorizationEntry>("auth"), operation.Auth);
            compared++;
        }
        Assert.True(compared >= 17, $"{compared} compared");
    }

    [Fact]
    public void What_is_written_down_is_what_simulation_finds()
    {
        var (same, covered) = (0, 0);
        foreach (var (step, _, calls) in Batches("simulate"))
        {
            if (!step.IsOk) continue;
            var kale = calls.Select(Parsed).ToList();
            var resources = Resources(kale, step);
            var found = new LedgerFootprint(step.List<LedgerKey>("readOnly"), step.List<LedgerKey>("readWrite"));
            if (Results(step, kale).All(result => result is RoutedResult.Done))
            {
                Assert.Equal(found, resources.Footprint);
                same++;
            }
            else
            {
                // What a call that fails would have written is only read.
                Assert.Subset(resources.Footprint.ReadWrite.ToHashSet(), found.ReadWrite.ToHashSet());
                Assert.Subset(resources.Footprint.ReadOnly.Concat(resources.Footprint.ReadWrite).ToHashSet(), found.ReadOnly.ToHashSet());
                covered++;
            }
            var declared = step.Json.GetProperty("resources");
            Assert.True(resources.Instructions >= declared.GetProperty("instructions").GetUInt32(), $"step {step.Number}: too few instructions");
            Assert.True(resources.DiskReadBytes >= declared.GetProperty("diskReadBytes").GetUInt32(), $"step {step.Number}: too few bytes read");
            Assert.True(resources.WriteBytes >= declared.GetProperty("writeBytes").GetUInt32() + 40, $"step {step.Number}: too few bytes written");
        }
        output.WriteLine($"{same} the same, {covered} covered");
        Assert.True(same >= 4 && covered >= 10);
    }

    [Fact]
    public void Results_are_values_and_errors_with_their_names()
    {
        var errors = new HashSet<KaleError>();
        var values = 0;
        foreach (var (step, _, calls) in Batches("apply"))
        {
            if (!step.IsOk) continue;
            foreach (var result in Results(step, [.. calls.Select(Parsed)]))
            {
                if (result is RoutedResult.Failed { Failure: { Kale: { } error } }) errors.Add(error);
                else if (result is RoutedResult.Done) values++;
            }
        }
        Assert.True(values > 30);
        Assert.Superset(new HashSet<KaleError> { KaleError.ZeroCountTooLow, KaleError.PailMissing }, errors);
    }

    [Fact]
    public void The_most_that_fits_is_within_the_limits_and_more_is_refused()
    {
        var farmers = Enumerable.Range(1, RouterFootprints.MaxWorks + 1).Select(i => KaleAddresses.Account(BitConverter.GetBytes(i).Concat(new byte[28]).ToArray())).ToList();
        var works = RouterFootprints.Works(Trace.Deployment, Router, farmers[..RouterFootprints.MaxWorks], 7);
        var harvests = RouterFootprints.Harvests(Trace.Deployment, Router, [.. farmers.Take(RouterFootprints.MaxHarvests).Select(farmer => (farmer, 170_000u))]);

        Assert.True(TransactionLimits.Default.Allow(works));
        Assert.True(TransactionLimits.Default.Allow(harvests));
        Assert.Equal(TransactionLimits.Default.WriteEntries, works.Footprint.ReadWrite.Count);
        Assert.Throws<ArgumentException>(() => RouterFootprints.Works(Trace.Deployment, Router, farmers, 7));
        Assert.Throws<ArgumentException>(() => RouterFootprints.Harvests(Trace.Deployment, Router, [.. farmers.Take(RouterFootprints.MaxHarvests + 1).Select(farmer => (farmer, 7u))]));
        Assert.Throws<ArgumentException>(() => RouterFootprints.Works(Trace.Deployment, Router, [], 7));
        Assert.Throws<ArgumentException>(() => RouterFootprints.Works(Trace.Deployment, Router, [farmers[0], farmers[0]], 7));
        Assert.False(TransactionLimits.Default.Allow(works with { Instructions = 400_000_001 }));
    }

    [Fact]
    public void Plants_do_not_go_through_the_router() => Assert.Throws<ArgumentException>(
        () => RouterInvocations.Operation(Router, Trace.Deployment, Caller, [new KaleCall.Plant(Caller, 0)]));

    [Fact]
    public void Results_that_cannot_be_are_refused()
    {
        KaleCall[] calls = [new KaleCall.Work(Caller, Opaque.Zeros(32), 0), new KaleCall.Harvest(Caller, 7)];
        Assert.Equal(
            [new RoutedResult.Done(SCVals.U32(3)), new RoutedResult.Failed(new SCError.Contract(13), new KaleFailure(null, AssetError.TrustlineMissing))],
            RouterResults.Decode(SCVals.Vec(SCVals.U32(3), new SCVal.Error(new SCError.Contract(13))), calls));
        Assert.Throws<KaleFormatException>(() => RouterResults.Decode(SCVals.Void, calls));
        Assert.Throws<KaleFormatException>(() => RouterResults.Decode(SCVals.Vec(SCVals.U32(3)), calls));
        Assert.Throws<KaleFormatException>(() => RouterResults.Decode(SCVals.Vec(SCVals.U32(3), SCVals.U32(3)), calls));
    }

    static IReadOnlyList<RoutedResult> Results(TraceStep step, List<KaleCall> calls) => RouterResults.Decode(step.ReturnValue, calls);

    static SorobanResources Resources(List<KaleCall> calls, TraceStep step)
    {
        if (calls.TrueForAll(call => call is KaleCall.Harvest))
        {
            return RouterFootprints.Harvests(Trace.Deployment, Router, [.. calls.Cast<KaleCall.Harvest>().Select(call => (call.Farmer, call.Index)).Distinct()]);
        }
        // The index is the recording's: what is compared is everything around it.
        var keys = step.List<LedgerKey>("readOnly").Concat(step.List<LedgerKey>("readWrite"));
        var index = keys.Select(key => KaleKeys.PailOf(Trace.Deployment.ContractId, key)?.Index).First(found => found is not null)!.Value;
        return RouterFootprints.Works(Trace.Deployment, Router, [.. calls.Cast<KaleCall.Work>().Select(call => call.Farmer).Distinct()], index);
    }

    static KaleCall Parsed(RoutedCall call) => KaleCall.Parse(call.Invocation.FunctionName.ToString(), call.Invocation.Args, out _)!;

    /// <summary>The recorded calls of the router, with what each is made of.</summary>
    static IEnumerable<(TraceStep Step, SCAddress Caller, List<RoutedCall> Calls)> Batches(string kind)
    {
        foreach (var step in Trace.Steps.Where(step => step.Kind == kind && step.Call?.ContractAddress == new SCAddress.Contract(Router.ContractId)))
        {
            var calls = ((SCVal.Vec)step.Call!.Args[1]).Value!.Select(Routed).ToList();
            yield return (step, ((SCVal.Address)step.Call.Args[0]).Value, calls);
        }
    }

    static RoutedCall Routed(SCVal item)
    {
        var parts = ((SCVal.Vec)item).Value!;
        var invocation = new InvokeContractArgs(((SCVal.Address)parts[0]).Value, ((SCVal.Symbol)parts[1]).Value, ((SCVal.Vec)parts[2]).Value!);
        return new RoutedCall(invocation, ((SCVal.Bool)parts[3]).Value);
    }
}
