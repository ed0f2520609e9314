using KalePool.Hashing;
using KalePool.Pooler.Mining;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Tests.Mining;

public sealed class MinerSpec
{
    const string Entropy = "AAAAAAn66y/43JP7M02rwTmONZoWOmu1OPYz/bmzJ8o=";
    const string Farmer = "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE";

    /// <summary>A work of mainnet.</summary>
    const ulong KnownNonce = 20495217910;

    static MineRequest Request(ulong start, int difficulty, ulong batch = 1000, bool isVerbose = false) =>
        new(MineRequest.TemplateOf(37, Entropy, Farmer), start, difficulty, 2, batch, isVerbose);

    [Fact]
    public async Task Finds_the_known_answer_and_prints_it_over_four_lines()
    {
        var found = await new Miner(await HashingPower.ChooseAsync("scalar", new(), TimeProvider.System, _ => { }, default), TimeProvider.System, TextWriter.Null).RunAsync(Request(KnownNonce - 5000, 8), default);
        Assert.Equal(
            ["{", "  \"hash\": \"0000000099be0037e5a48324959cb9dd10965ae59511cfd1996f9b917aad9980\",", "  \"nonce\": 20495217910", "}"],
            Miner.Json(found!.Value).ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public async Task Goes_on_batch_by_batch_and_tells_of_each_when_verbose()
    {
        var output = new StringWriter();
        var found = await new Miner(await HashingPower.ChooseAsync("scalar", new(), TimeProvider.System, _ => { }, default), TimeProvider.System, output).RunAsync(Request(KnownNonce - 2500, 8, isVerbose: true), default);
        Assert.Equal(KnownNonce, found!.Value.Nonce);
        var lines = output.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"[CPU] Mining batch: {KnownNonce - 2500} to {KnownNonce - 1501}", lines[0]);
        Assert.Equal(3, lines.Count(line => line.StartsWith("[CPU] Hash Rate: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Takes_any_hash_at_difficulty_0()
    {
        var found = await new Miner(await HashingPower.ChooseAsync("scalar", new(), TimeProvider.System, _ => { }, default), TimeProvider.System, TextWriter.Null).RunAsync(Request(5, 0), default);
        Assert.Equal(MineRequest.TemplateOf(37, Entropy, Farmer).HashOf(found!.Value.Nonce), found.Value.Hash);
    }

    [Fact]
    public async Task Ends_where_nonces_end_and_when_stopped()
    {
        Assert.Null(await new Miner(await HashingPower.ChooseAsync("scalar", new(), TimeProvider.System, _ => { }, default), TimeProvider.System, TextWriter.Null).RunAsync(Request(ulong.MaxValue - 100, 64), default));
        Assert.Null(await new Miner(await HashingPower.ChooseAsync("scalar", new(), TimeProvider.System, _ => { }, default), TimeProvider.System, TextWriter.Null).RunAsync(Request(0, 64), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("AAAA", Farmer, "hash")]
    [InlineData("not base64", Farmer, "hash")]
    [InlineData(Entropy, "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALF", "address")]
    public void Names_the_argument_that_is_wrong(string entropy, string address, string argument) =>
        Assert.StartsWith(argument, Assert.Throws<FormatException>(() => MineRequest.TemplateOf(37, entropy, address)).Message, StringComparison.Ordinal);

    [Fact]
    public void Takes_a_contract_as_farmer() =>
        Assert.Equal(Digest.HexDigits, MineRequest.TemplateOf(37, Entropy, "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA").HashOf(1).ToString().Length);
}
