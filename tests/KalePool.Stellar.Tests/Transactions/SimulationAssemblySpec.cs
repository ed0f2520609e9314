using System.Text.Json;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Tests.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Transactions;

public sealed class SimulationAssemblySpec
{
    [Fact]
    public async Task Refuses_answers_that_cannot_be_assembled()
    {
        var item = Vectors.Case("assemble.json", "cases", 0);
        var raw = TransactionOf(item.Text("rawUnsigned"));
        var simulation = await SimulationAsync(item.GetProperty("simulation"));
        var data = simulation.DecodeTransactionData();
        var empty = new SimulateTransactionResponse(1);
        Assert.Equal(RpcErrorKind.BadContent, Assert.Throws<RpcException>(() => raw.Assemble(empty)).Kind);
        Assert.Contains("results", Assert.Throws<RpcException>(() => raw.Assemble(empty with { TransactionData = simulation.TransactionData })).Message, StringComparison.Ordinal);
        Assert.Throws<RpcException>(() => raw.Assemble(simulation with { TransactionData = (data with { ResourceFee = -1 }).ToBase64() }));
        Assert.Throws<ArgumentOutOfRangeException>(() => raw.Assemble(simulation with { TransactionData = (data with { ResourceFee = uint.MaxValue }).ToBase64() }));
        var payment = TransactionFactory.Classic(raw.SourceAccount, 1, Bounds.None, [Operations.Payment(raw.SourceAccount, Assets.Native, 1)]);
        Assert.Throws<ArgumentException>(() => payment.Assemble(simulation));
    }

    [Theory]
    [InlineData("HostError: Error(Contract, #8)\n\nEvent log (newest first):\n", "Contract", "", 8u)]
    [InlineData("HostError: Error(Auth, InvalidAction)", "Auth", "InvalidAction", null)]
    [InlineData("HostError: Error(Storage, MissingValue)\r\nError(Contract, #1)", "Storage", "MissingValue", null)]
    [InlineData("HostError: Error(Contract, #4294967295)", "Contract", "", uint.MaxValue)]
    public void Reads_the_error_of_the_first_line(string text, string type, string code, uint? number) =>
        Assert.Equal(new HostError(type, code, number), HostError.TryParse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("transaction has no operations")]
    [InlineData("failed\nHostError: Error(Contract, #8)")]
    [InlineData("HostError: Error(Contract, #4294967296)")]
    public void Finds_no_error_elsewhere(string? text) => Assert.Null(HostError.TryParse(text));

    static Transaction TransactionOf(string envelope) => Assert.IsType<TransactionEnvelope.Tx>(XdrCodec.FromBase64<TransactionEnvelope>(envelope)).Value.Tx;

    /// <summary>Read as from a server.</summary>
    static async Task<SimulateTransactionResponse> SimulationAsync(JsonElement simulation)
    {
        using var server = ScriptedServer.Answering(simulation.GetRawText());
        using var http = new HttpClient(server);
        return await new StellarRpcClient(http, new Uri("http://rpc.example")).SimulateTransactionAsync(new SimulateTransactionRequest("AA=="));
    }
}
