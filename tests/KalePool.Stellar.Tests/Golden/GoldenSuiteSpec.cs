using System.Text.Json;
using System.Text.Json.Nodes;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden;

/// <summary>The golden tests fail when golden data and code differ, whatever it is that differs.</summary>
public sealed class GoldenSuiteSpec : IDisposable
{
    /// <summary>What nothing else in the case can contradict: words for the reader, a server's own numbers, other clients' habits.</summary>
    static readonly string[] Unheld =
    [
        "name", "note", "xdr-invalid.json/cases.xdr", "xdr-invalid.json/cases.sdkAccepts", "xdr-invalid.json/cases.sdkError",
        "strkey.json/invalid.reason", "strkey.json/invalid.strkey", "strkey.json/invalid.sdkAcceptedBy", "strkey.json/valid.note",
        "assemble.json/cases.simulation.latestLedger", "assemble.json/cases.simulation.results.xdr",
        "ledger.json/rpcExamples.latestLedger", "ledger.json/rpcExamples.latestLedgerCloseTime",
        "ledger.json/rpcExamples.oldestLedger", "ledger.json/rpcExamples.oldestLedgerCloseTime",
        "rpc-requests.json/requests.sdk", "rpc-requests.json/requests.call", "rpc-requests.json/requests.accept",
        "rpc-requests.json/requests.clientHeaders.x-client-name", "rpc-requests.json/requests.clientHeaders.x-client-version",
        "rpc-requests.json/requests.raisedOnJsonRpcError",
        "pow.json/cases.index", "pow.json/cases.nonce", "pow.json/cases.entropyHex", "pow.json/cases.messageHex", "pow.json/cases.hashHex", "pow.json/cases.zeros",
    ];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("golden-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, string> Sections
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (file, section) in GoldenVectors.Suite.Rows(GoldenFolders.OwnPath).Select(row => (row.File, row.Section)).Distinct()) data.Add(file, section);
            return data;
        }
    }

    [Theory, MemberData(nameof(Sections))]
    public async Task Every_altered_member_of_a_case_is_noticed(string file, string section)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenFolders.OwnPath, file)))!.AsObject();
        var first = root[section] is JsonArray list ? list[0]! : root[section]!.AsObject().First().Value!;
        var altered = 0;
        foreach (var (path, leaf) in Leaves(first, "").ToList())
        {
            if (Unheld.Contains($"{file}/{section}{path}") || Unheld.Contains(path.TrimStart('.'))) continue;
            var undo = Alter(leaf);
            Assert.True(await Record.ExceptionAsync(() => CheckFirstAsync(file, section, root)) is not null, $"{file}/{section}{path} may say what it likes");
            undo();
            altered++;
        }
        Assert.Null(await Record.ExceptionAsync(() => CheckFirstAsync(file, section, root)));
        Assert.True(altered > 0 || file == "xdr-invalid.json" || (file, section) == ("strkey.json", "invalid"), $"{file}/{section} holds nothing");
    }

    [Theory, MemberData(nameof(Sections))]
    public async Task A_member_that_nobody_knows_is_noticed(string file, string section)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenFolders.OwnPath, file)))!.AsObject();
        var first = root[section] is JsonArray list ? list[0]! : root[section]!.AsObject().First().Value!;
        first["news"] = 1;
        Assert.NotNull(await Record.ExceptionAsync(() => CheckFirstAsync(file, section, root)));
    }

    [Theory]
    [InlineData("keys.json")]
    [InlineData("results.json")]
    public async Task A_copy_has_no_problems(string file)
    {
        Write(file, _ => { });
        Assert.Empty(await GoldenVectors.Suite.ProblemsAsync(_folder.FullName));
        Assert.NotEmpty(GoldenVectors.Suite.Rows(_folder.FullName));
    }

    [Fact]
    public async Task What_is_wrong_with_a_folder_is_said_line_by_line()
    {
        Write("keys.json", root => root["keys"]![1]!["secret"] = root["keys"]![0]!["secret"]!.DeepClone());
        Write("results.json", root => root["news"] = new JsonArray());
        Write("scval.json", root => root["meta"]!["jsonConvention"] = "our own");
        Write("strkey.json", root => root["meta"]!["file"] = "keys.json");
        File.WriteAllText(Path.Combine(_folder.FullName, "offers.json"), "{}");

        var problems = await GoldenVectors.Suite.ProblemsAsync(_folder.FullName);
        string[] expected = ["keys.json/keys[1]", "results.json/news is a section", "scval.json has another JSON convention", "strkey.json says it is keys.json", "offers.json is a file"];
        Assert.Equal(expected.Length, problems.Count);
        Assert.All(expected, start => Assert.Contains(problems, problem => problem.StartsWith(start, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"meta":{"file":"keys.json"},"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":[]}""")]
    public async Task A_file_that_cannot_be_read_is_a_problem(string text)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "keys.json"), text);
        Assert.Contains("keys.json", Assert.Single(await GoldenVectors.Suite.ProblemsAsync(_folder.FullName)), StringComparison.Ordinal);
    }

    void Write(string file, Action<JsonNode> change)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenFolders.OwnPath, file)))!;
        change(root);
        File.WriteAllText(Path.Combine(_folder.FullName, file), root.ToJsonString());
    }

    static Task CheckFirstAsync(string file, string section, JsonObject root)
    {
        var item = new GoldenFile(file, JsonSerializer.SerializeToElement(root)).Cases(section)[0];
        return GoldenVectors.Suite.CheckAsync(new GoldenRow(file, section, 0, item));
    }

    /// <summary>Path and place of every value that is no list nor object.</summary>
    static IEnumerable<(string Path, (JsonNode Parent, object Key) Place)> Leaves(JsonNode node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            member.Value is JsonObject or JsonArray ? Leaves(member.Value, $"{path}.{member.Key}") : [($"{path}.{member.Key}", (members, (object)member.Key))]),
        JsonArray items => items.Take(3).SelectMany((item, index) => item is JsonObject or JsonArray ? Leaves(item, path) : [(path, (items, (object)index))]),
        _ => [],
    };

    /// <returns>What puts the old value back.</returns>
    static Action Alter((JsonNode Parent, object Key) place)
    {
        var old = place.Parent is JsonObject o ? o[(string)place.Key] : ((JsonArray)place.Parent)[(int)place.Key];
        var kept = old?.DeepClone();
        Set(place, old switch
        {
            null => "1",
            _ when old.GetValueKind() == JsonValueKind.Number => old.GetValue<long>() + 1,
            _ when old.GetValueKind() is JsonValueKind.True or JsonValueKind.False => !old.GetValue<bool>(),
            _ => Altered(old.GetValue<string>()),
        });
        return () => Set(place, kept);
    }

    static void Set((JsonNode Parent, object Key) place, JsonNode? value)
    {
        if (place.Parent is JsonObject o) o[(string)place.Key] = value;
        else ((JsonArray)place.Parent)[(int)place.Key] = value;
    }

    static string Altered(string text)
    {
        if (text.Length == 0) return "1";
        var middle = text.Length / 2;
        return string.Concat(text.AsSpan(0, middle), text[middle] == '1' ? "2" : "1", text.AsSpan(middle + 1));
    }
}
