using System.Text;
using KalePool.Contracts.Settings;
using KalePool.Pooler.Import;
using KalePool.Pooler.Solo;

namespace KalePool.Pooler.Tests.Import;

public sealed class HomesteadImportSpec
{
    static readonly string One = Wallets.Of("one").Secret;
    static readonly string Two = Wallets.Of("two").Secret;

    static readonly string Full = $$"""
        {
          "farmers": [ { "secret": "{{One}}", "stake": 500, "difficulty": 8, "minWorkTime": 250 }, { "secret": "{{Two}}" }, { "secret": "{{Wallets.Of("three").Secret}}", "harvestOnly": true } ],
          "harvester": { "account": "{{Two}}", "delay": 30, "range": "10-15", "retryCount": 3, "tractor": { "contract": "C", "frequency": 10 } },
          "hoard": { "account": "G", "percent": 50, "memo": "x" },
          "miner": { "executable": "/usr/bin/miner", "maxThreads": 6, "gpu": true, "novelty": 1 },
          "stellar": { "rpc": "https://rpc.example", "contract": "{{HomesteadImport.PublicContract}}", "assetCode": "KALE", "fees": 1000, "launchtube": {} }
        }
        """;

    static HomesteadImport Read(string json, string? network = null) => HomesteadImport.Read(Encoding.UTF8.GetBytes(json), network);

    [Fact]
    public void Farmers_stakes_server_and_threads_are_taken_over_as_solo_reads_them()
    {
        var read = Read(Full);
        Assert.Equal([One, Two], read.Keys);
        var values = read.Settings.Append(new(SoloSettings.KeysName, string.Join('\n', read.Keys))).Append(new("POOLER_STATE_DIR", Path.GetTempPath())).ToDictionary();
        var reader = new SettingsReader(SettingsSource.Of(values));
        var solo = SoloSettings.Read(reader, null);
        reader.ThrowIfInvalid();
        Assert.Equal([500, 0], solo.Accounts.Select(account => account.Stake));
        Assert.Equal(("PUBLIC", "https://rpc.example/", HomesteadImport.PublicContract), (solo.Pooler.Network.Name, solo.Pooler.Network.RpcUrls[0].ToString(), solo.Pooler.Network.KaleContractId));
        Assert.Equal("6", values["MAX_CONCURRENT_WORK"]);
        Assert.DoesNotContain(read.Settings, setting => setting.Value.Contains(One, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_thing_left_out_is_named_once_and_no_key_with_it()
    {
        var left = Read(Full).LeftOut;
        string[] expected =
        [
            "farmers[2]: ", "\"farmers.difficulty\": ", "\"farmers.minWorkTime\": ", "\"harvester.account\": ", "\"harvester.delay\": ", "\"harvester.range\": ", "\"harvester.retryCount\": ",
            "\"harvester.tractor\": ", "\"hoard\": ", "\"miner.executable\": ", "\"miner.gpu\": ", "\"miner.novelty\": not known here", "\"stellar.assetCode\": ", "\"stellar.fees\": ", "\"stellar.launchtube\": ",
        ];
        Assert.Equal(expected.Length, left.Count);
        Assert.All(expected.Zip(left), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.DoesNotContain(left, line => line.Contains(Two, StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "nonsense", "no JSON" },
        { "[]", "the file: expected an object" },
        { Full.Replace("\"stake\": 500", "\"stake\": -5", StringComparison.Ordinal), "farmers[0].stake: expected stroops" },
        { Full.Replace("\"stake\": 500", "\"stake\": 1.5", StringComparison.Ordinal), "farmers[0].stake: expected stroops" },
        { Full.Replace(Two, "SNOKEY", StringComparison.Ordinal), "farmers[1].secret: expected an S… secret key" },
        { Full.Replace($"\"secret\": \"{Two}\"", $"\"secret\": \"{One}\"", StringComparison.Ordinal), "farmers[1].secret: the same key twice" },
        { Full.Replace("\"secret\": \"" + One + "\", ", "", StringComparison.Ordinal), "farmers[0].secret: expected an S… secret key, found nothing" },
        { Full.Replace("https://rpc.example", "file:///etc/passwd", StringComparison.Ordinal), "stellar.rpc: expected one http" },
        { Full.Replace(HomesteadImport.PublicContract, "C1", StringComparison.Ordinal), "stellar.contract: expected the C… address" },
        { Full.Replace(HomesteadImport.PublicContract, Wallets.Contract, StringComparison.Ordinal), "--network TESTNET" },
        { Full.Replace("\"maxThreads\": 6", "\"maxThreads\": 0", StringComparison.Ordinal), "miner.maxThreads: expected 1 to 1024" },
        { Full.Replace("\"stellar\":", "\"stellaris\":", StringComparison.Ordinal), "stellar: expected an object, found nothing" },
        { Full.Replace("\"hoard\":", "\"miner\":", StringComparison.Ordinal), "no JSON" },
        { "{\"farmers\":[]}", "farmers: expected 1 to 100" },
        { "{\"farmers\":[7]}", "farmers[0]: expected an object" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_file_is_refused_by_the_name_of_the_field_and_no_key_is_shown(string json, string message)
    {
        var error = Assert.Throws<HomesteadException>(() => Read(json));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(One, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SNOKEY", error.Message, StringComparison.Ordinal);
    }
}
