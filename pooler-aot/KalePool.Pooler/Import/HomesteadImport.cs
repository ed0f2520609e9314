using System.Globalization;
using System.Text.Json;
using KalePool.Contracts.Settings;
using KalePool.Pooler.Solo;
using KalePool.Stellar.Keys;

namespace KalePool.Pooler.Import;

/// <summary>What of homestead's config.json <c>solo</c> takes over, and what it does not.</summary>
/// <param name="Settings">For the env file, without the keys.</param>
/// <param name="Keys">S…, of the farmers in their order.</param>
/// <param name="LeftOut">field: why, one each.</param>
sealed record HomesteadImport(IReadOnlyList<KeyValuePair<string, string>> Settings, IReadOnlyList<string> Keys, IReadOnlyList<string> LeftOut)
{
    /// <summary>KALE's on the public network: whoever names it farms there.</summary>
    public const string PublicContract = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA";

    static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["farmers.difficulty"] = "the pooler hashes for whom it is worth most",
        ["farmers.minWorkTime"] = "works are sent at the end of a block, when the latency that is measured says",
        ["harvester.account"] = "each account harvests and pays for itself",
        ["harvester.delay"] = "a block is harvested as soon as it is over",
        ["harvester.range"] = "what is ripe is found at every start, a day back",
        ["harvester.retryCount"] = "a harvest is tried until it has happened",
        ["harvester.tractor"] = "each harvest is a transaction of its own",
        ["hoard"] = "what is farmed stays in the accounts: send it from your wallet",
        ["miner.executable"] = "the pooler hashes itself",
        ["miner.difficulty"] = "the pooler hashes for whom it is worth most",
        ["miner.nonce"] = "each search begins at random",
        ["miner.gpu"] = "the pooler hashes on processors",
        ["miner.batchSize"] = "the pooler chooses it",
        ["miner.device"] = "the pooler hashes on processors",
        ["miner.verbose"] = "LOG_LEVEL=debug says more",
        ["miner.serialize"] = "farmers are hashed for in turns of milliseconds",
        ["stellar.assetIssuer"] = "the contract names it",
        ["stellar.assetCode"] = "the contract names it",
        ["stellar.fees"] = "bids follow what recent ledgers took",
        ["stellar.launchtube"] = "transactions go to RPC_URL",
    };

    /// <param name="json">Untrusted.</param>
    /// <param name="network">PUBLIC or TESTNET; null: as the contract tells.</param>
    /// <exception cref="HomesteadException">A field is missing or wrong.</exception>
    public static HomesteadImport Read(ReadOnlyMemory<byte> json, string? network)
    {
        using var document = Parse(json);
        var root = Object(document.RootElement, "the file");
        var left = new List<string>();
        var (keys, stakes) = Farmers(root, left);
        var stellar = Object(Field(root, "stellar") ?? throw Missing("stellar", "an object"), "stellar");
        var contract = Text(Field(stellar, "contract") ?? throw Missing("stellar.contract", "the C… address of the KALE contract"), "stellar.contract");
        if (!StrKey.IsValid(StrKeyKind.Contract, contract)) throw Wrong("stellar.contract", "the C… address of the KALE contract", Shown(contract));
        var rpc = Text(Field(stellar, "rpc") ?? throw Missing("stellar.rpc", "the address of an RPC server"), "stellar.rpc");
        if (!Uri.TryCreate(rpc, UriKind.Absolute, out var url) || url is not { Scheme: "http" or "https" } || url.UserInfo.Length > 0 || rpc.Contains(',', StringComparison.Ordinal))
            throw Wrong("stellar.rpc", "one http or https address", Shown(rpc));
        var settings = new List<KeyValuePair<string, string>>
        {
            new("STELLAR_NETWORK", network ?? (contract == PublicContract ? NetworkSettings.Public : throw new HomesteadException("stellar.contract is not the public network's: say --network TESTNET"))),
            new("RPC_URL", rpc),
            new("KALE_CONTRACT_ID", contract),
            new(SoloSettings.StakesName, string.Join(',', stakes)),
        };
        if (Threads(root) is { } threads) settings.Add(new("MAX_CONCURRENT_WORK", threads));
        NameWhatIsLeft(root, left);
        return new(settings, keys, left);
    }

    static (List<string> Keys, List<string> Stakes) Farmers(JsonElement root, List<string> left)
    {
        var (keys, stakes, seen) = (new List<string>(), new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        if (Field(root, "farmers") is not { ValueKind: JsonValueKind.Array } farmers) throw Missing("farmers", "a list of farmers");
        foreach (var (each, number) in farmers.EnumerateArray().Select((each, number) => (each, number)))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"farmers[{number}]");
            var farmer = Object(each, name);
            var secret = Text(Field(farmer, "secret") ?? throw Missing($"{name}.secret", "an S… secret key"), $"{name}.secret");
            if (!StrKey.IsValid(StrKeyKind.Seed, secret)) throw Wrong($"{name}.secret", "an S… secret key", string.Create(CultureInfo.InvariantCulture, $"{secret.Length} characters that are none"));
            if (!seen.Add(secret)) throw new HomesteadException($"{name}.secret: the same key twice");
            var stake = Field(farmer, "stake") is { } given ? Whole(given, $"{name}.stake", "stroops, 0 or more") : 0;
            if (Field(farmer, "harvestOnly") is { ValueKind: JsonValueKind.True })
            {
                left.Add($"{name}: harvestOnly, whose account is not taken over: solo plants for all of its accounts");
                continue;
            }
            keys.Add(secret);
            stakes.Add(stake.ToString(CultureInfo.InvariantCulture));
        }
        if (keys.Count is 0 or > SoloSettings.MostAccounts)
            throw Wrong("farmers", string.Create(CultureInfo.InvariantCulture, $"1 to {SoloSettings.MostAccounts} that plant"), keys.Count.ToString(CultureInfo.InvariantCulture));
        return (keys, stakes);
    }

    static string? Threads(JsonElement root)
    {
        if (Field(root, "miner") is not { } miner || Field(Object(miner, "miner"), "maxThreads") is not { } threads) return null;
        var count = Whole(threads, "miner.maxThreads", "1 to 1024");
        return count is >= 1 and <= 1024 ? count.ToString(CultureInfo.InvariantCulture) : throw Wrong("miner.maxThreads", "1 to 1024", count.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Every field that has no effect any more, known or not, once.</summary>
    static void NameWhatIsLeft(JsonElement root, List<string> left)
    {
        string[] taken = ["farmers.secret", "farmers.stake", "farmers.harvestOnly", "miner.maxThreads", "stellar.rpc", "stellar.contract"];
        foreach (var path in Paths(root).Distinct(StringComparer.Ordinal).Except(taken, StringComparer.Ordinal))
            left.Add($"{Shown(path)}: {Instead.GetValueOrDefault(path, "not known here")}");
    }

    static IEnumerable<string> Paths(JsonElement root)
    {
        foreach (var section in root.EnumerateObject())
        {
            if (Instead.ContainsKey(section.Name)) yield return section.Name;
            else if (section.Name == "farmers") foreach (var name in section.Value.EnumerateArray().SelectMany(farmer => farmer.EnumerateObject())) yield return $"farmers.{name.Name}";
            else if (section.Value.ValueKind == JsonValueKind.Object) foreach (var name in section.Value.EnumerateObject()) yield return $"{section.Name}.{name.Name}";
            else yield return section.Name;
        }
    }

    static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, new() { MaxDepth = 16, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new HomesteadException($"it is no JSON: line {(e.LineNumber ?? 0) + 1}", e);
        }
    }

    static JsonElement Object(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object ? value : throw Wrong(name, "an object", value.ValueKind.ToString());

    static JsonElement? Field(JsonElement value, string name) => value.TryGetProperty(name, out var field) && field.ValueKind is not JsonValueKind.Null ? field : null;

    static string Text(JsonElement value, string name)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && !text.Any(char.IsControl) ? text : throw Wrong(name, "a text", value.ValueKind.ToString());
        }
        catch (InvalidOperationException e)
        {
            throw new HomesteadException($"{name}: its text is no UTF-8", e);
        }
    }

    /// <summary>A number, or a text of digits.</summary>
    static long Whole(JsonElement value, string name, string expected) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 ? number
        : value.ValueKind == JsonValueKind.String && long.TryParse(Text(value, name), NumberStyles.None, CultureInfo.InvariantCulture, out var text) ? text
        : throw Wrong(name, expected, value.ValueKind == JsonValueKind.Number ? value.GetRawText()[..Math.Min(40, value.GetRawText().Length)] : value.ValueKind.ToString());

    static HomesteadException Missing(string name, string expected) => new($"{name}: expected {expected}, found nothing");

    static HomesteadException Wrong(string name, string expected, string found) => new($"{name}: expected {expected}, found {found}");

    static string Shown(string text) => SettingsReader.Shown(text);
}
