using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Xdr;

/// <summary>What a transaction did is found where the vectors say.</summary>
public sealed class MetaReadingSpec
{
    public static TheoryData<int, string> Cases => Vectors.Cases("meta.json", "cases", "name");

    public static TheoryData<int, string> Results => Vectors.Cases("results.json", "cases", "name");

    [Theory, MemberData(nameof(Cases))]
    public void Return_value_and_events_stand_where_they_should(int index, string label)
    {
        var item = Vectors.Case("meta.json", "cases", index);
        var meta = XdrCodec.FromBase64<TransactionMeta>(item.Text("xdr"));
        if (meta is not TransactionMeta.V4 { Value: var v4 })
        {
            Assert.NotEqual("v4", item.Text("version"));
            return;
        }
        Assert.True(item.GetProperty("returnValueXdr").GetString() == v4.SorobanMeta?.ReturnValue?.ToBase64(), label);
        Assert.Equal(Texts(item, "transactionEvents"), v4.Events.Select(e => e.ToBase64()));
        Assert.Equal(Texts(item, "diagnosticEvents"), v4.DiagnosticEvents.Select(e => e.ToBase64()));
        Assert.Equal(
            item.GetProperty("contractEventsPerOp").EnumerateArray().Select(operation => string.Join(' ', operation.EnumerateArray().Select(e => e.GetString()))),
            v4.Operations.Select(operation => string.Join(' ', operation.Events.Select(e => e.ToBase64()))));
    }

    [Theory, MemberData(nameof(Results))]
    public void A_result_has_its_code_and_its_fee(int index, string label)
    {
        var item = Vectors.Case("results.json", "cases", index);
        var result = XdrCodec.FromBase64<TransactionResult>(item.Text("xdr"));
        Assert.Equal(item.Text("feeCharged"), $"{result.FeeCharged}");
        Assert.True(string.Equals(item.Text("code"), result.Result.GetType().Name, StringComparison.OrdinalIgnoreCase), $"{label}: {result.Result.GetType().Name}");
    }

    static IEnumerable<string?> Texts(System.Text.Json.JsonElement item, string property) => item.GetProperty(property).EnumerateArray().Select(e => e.GetString());
}
