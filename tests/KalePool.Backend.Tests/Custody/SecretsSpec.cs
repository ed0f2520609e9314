using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Custody;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Demo.Harness;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Tests.Custody;

/// <summary>
/// A whole life of a pool in the real process, which says all that it can say; then every secret of it is looked for in everything that it has said,
/// answered and written. A secret may stand in the one answer that shows it, nowhere else.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed class SecretsSpec : IAsyncLifetime
{
    const string Webhook = "https://127.0.0.1:9/a-webhook-that-is-a-secret";
    const uint BlockSeconds = 10;

    static readonly byte[] Master = [.. Enumerable.Range(0, MasterKey.Bytes).Select(i => (byte)(i * 7 + 1))];
    static readonly byte[] Next = [.. Enumerable.Range(0, MasterKey.Bytes).Select(i => (byte)(i * 11 + 2))];

    readonly TempFolder _folder = new();
    readonly string _adminKey = AccessKey.MakeAdmin(AccessKey.LeastBytes);
    readonly KeyPair _payout = KeyPair.Random();
    readonly int _metricsPort = Ports.Free();

    /// <summary>Name, and the texts and bytes by which it would be known.</summary>
    readonly Dictionary<string, byte[][]> _secrets = [];

    /// <summary>Where it came from, and what it was.</summary>
    readonly List<(string Where, byte[] What)> _seen = [];

    DevnetServer _devnet = null!;

    public async Task InitializeAsync() => _devnet = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = 1_000, BlockSeconds = BlockSeconds, Rivals = new RivalSettings { Count = 1 } });

    public async Task DisposeAsync()
    {
        await _devnet.DisposeAsync();
        _folder.Dispose();
    }

    string[] Settings(params string[] more) =>
    [
        .. _devnet.ClientSettings.Select(s => $"{s.Name}='{s.Value}'"), $"DATABASE_URL=sqlite:{_folder["pool.db"]}", $"KALEPOOL_MASTER_KEY={Convert.ToBase64String(Master)}", $"ADMIN_KEY={_adminKey}",
        "LOG_LEVEL=verbose", $"METRICS_PORT={_metricsPort}", "RATE_LIMIT_REQUESTS_PER_MINUTE=100000", $"ALERT_WEBHOOK_URL={Webhook}", .. more,
    ];

    string Text(string name, string secret)
    {
        _secrets[name] = [Encoding.UTF8.GetBytes(secret)];
        return secret;
    }

    void Raw(string name, byte[] secret, params string[] texts) => _secrets[name] =
    [
        secret, .. texts.Concat([Convert.ToHexStringLower(secret), Convert.ToHexString(secret), Convert.ToBase64String(secret), Convert.ToBase64String(secret).TrimEnd('=')]).Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public async Task No_secret_stands_where_it_does_not_belong()
    {
        Text("the admin key", _adminKey);
        Text("the webhook", Webhook);
        Raw("the master key", Master);
        Raw("the next master key", Next);
        Raw("the payout wallet, which was given away by mistake", StrKey.Decode(StrKeyKind.Seed, _payout.Secret).ToArray(), _payout.Secret);
        await using (var backend = await BackendProcess.StartAsync(_folder["backend.env"], Settings()))
        {
            await LiveAsync(backend);
            _seen.Add(("the process's output", Encoding.UTF8.GetBytes(string.Join('\n', backend.Lines))));
        }
        await CommandsAsync();
        await ReadWalletsAsync();
        foreach (var file in Directory.GetFiles(_folder[""], "pool.db*")) _seen.Add((Path.GetFileName(file), await File.ReadAllBytesAsync(file)));
        Assert.Contains(_seen, s => s.Where == "pool.db" && s.What.Length > 100_000);
        Assert.Contains(_seen, s => s.Where.StartsWith("pool.db", StringComparison.Ordinal) && s.What.AsSpan().IndexOf(Encoding.UTF8.GetBytes(_payout.Address)) >= 0);
        Assert.True(_seen.Single(s => s.Where == "the process's output").What.Length > 1_000);
        Assert.True(_secrets.Count >= 11, string.Join(", ", _secrets.Keys));
        var found = from s in _seen from secret in _secrets where secret.Value.Any(text => s.What.AsSpan().IndexOf(text) >= 0) select $"{secret.Key} in {s.Where}";
        Assert.Empty(found.Distinct());
    }

    /// <summary>Registration, a new token, funding, a plant, its harvest, what goes wrong, the exit, the exported key.</summary>
    async Task LiveAsync(BackendProcess backend)
    {
        var admin = new PoolClient(backend.Http, _adminKey);
        var anybody = new PoolClient(backend.Http, null);
        await FundAsync(_payout.Address);
        Submit(_payout, Operations.ChangeTrust(_devnet.Chain.Deployment.Asset));
        var made = (await admin.PostAsync(Routes.AdminPoolers, new { name = "north", public_key = KeyPair.Random().Address, reward_share = 0, max_farmers = 10 })).With(HttpStatusCode.Created);
        var poolerId = (Guid)made["pooler_id"];
        Text("a pooler's key that was rotated away", (string)made["api_key"]!);
        var rotated = (await admin.PostAsync(Routes.AdminPooler(poolerId) + Routes.RotateKey, new { })).With(HttpStatusCode.OK);
        Text("a pooler's key", (string)rotated["api_key"]!);
        var pooler = new PoolClient(backend.Http, (string)rotated["api_key"]!);
        var registered = (await anybody.PostAsync(Routes.Farmers, new { pooler_id = poolerId, payout_wallet = _payout.Address })).With(HttpStatusCode.Created);
        var (id, wallet) = ((Guid)registered["farmer_id"], (string)registered["custodial_wallet"]!);
        Text("a farmer's token that was replaced", (string)registered["farmer_token"]!);
        var challenge = (await anybody.PostAsync(Routes.Challenge, new { farmer_id = id, purpose = "token" })).With(HttpStatusCode.OK);
        var token = (await anybody.PostAsync(Routes.Token, new { farmer_id = id, signature = Convert.ToBase64String(_payout.SignMessage((string)challenge["challenge"]!).Span) })).With(HttpStatusCode.OK);
        Text("a farmer's token", (string)token["farmer_token"]!);
        var farmer = new PoolClient(backend.Http, (string)token["farmer_token"]!);
        await FundAsync(wallet);
        await Poll.UntilAsync(async () => (await farmer.PostAsync(Routes.ConfirmFunding, new { farmer_id = id }, waitSeconds: 30)).Status == HttpStatusCode.OK, "the farmer to be active");
        await Poll.UntilAsync(() => PlantsAsync(pooler, poolerId), "a plant");
        await WrongAsync(backend, pooler, farmer, poolerId, id);
        (await farmer.PostAsync(Routes.Farmer(id) + Routes.Leave, new { })).With(HttpStatusCode.Accepted);
        await Poll.UntilAsync(async () => (string?)(await farmer.GetAsync(Routes.Farmer(id)))["status"] == "departed", "the farmer to depart");
        await ShowAllAsync(backend, admin, farmer, poolerId, id);
        var exported = (await admin.PostAsync(Routes.AdminFarmer(id) + Routes.ExportKey, new { })).With(HttpStatusCode.OK);
        Assert.Equal(wallet, KeyPair.FromSecret((string)exported["secret_key"]!).Address);
        await ExportAsync(backend, id, wallet);
    }

    /// <summary>The command shows the one secret that it is for, on one line, and no other; refused, it shows none.</summary>
    async Task ExportAsync(BackendProcess backend, Guid id, string wallet)
    {
        await File.WriteAllLinesAsync(_folder["export.env"], [$"API_BASE_URL={backend.Http.BaseAddress}", $"ADMIN_KEY={_adminKey}"]);
        var shown = await BackendProcess.RunAsync("keys", "export", $"{id:D}", "--env-file", _folder["export.env"]);
        var line = Assert.Single(shown.Split('\n', StringSplitOptions.RemoveEmptyEntries), l => l.StartsWith(wallet + " S", StringComparison.Ordinal));
        _seen.Add(("kalepool keys export", Encoding.UTF8.GetBytes(shown.Replace(line, wallet, StringComparison.Ordinal))));
        await File.WriteAllLinesAsync(_folder["wrong-export.env"], [$"API_BASE_URL={backend.Http.BaseAddress}", $"ADMIN_KEY={Text("another admin key", AccessKey.MakeAdmin(AccessKey.LeastBytes))}"]);
        _seen.Add(("kalepool keys export, refused", Encoding.UTF8.GetBytes(await BackendProcess.RunAsync("keys", "export", $"{id:D}", "--env-file", _folder["wrong-export.env"]))));
    }

    /// <summary>The refusal of a block says which one is open.</summary>
    static async Task<bool> PlantsAsync(PoolClient pooler, Guid poolerId)
    {
        var refused = await pooler.PostAsync(Routes.PlantRequest, Body(0));
        var open = uint.Parse(((string)refused["detail"]!).Split(' ')[^1], CultureInfo.InvariantCulture);
        var planted = await pooler.PostAsync(Routes.PlantRequest, Body(open), waitSeconds: 10);
        return planted.Status == HttpStatusCode.OK && (int)planted["summary"]["successful_plants"]! == 1;

        object Body(uint block) => new { block_index = block, pooler_id = poolerId, max_farmers_capacity = 10, timestamp = "2026-01-01T00:00:00Z" };
    }

    /// <summary>Whoever errs may put a secret where none belongs; no answer and no log repeats it.</summary>
    async Task WrongAsync(BackendProcess backend, PoolClient pooler, PoolClient farmer, Guid poolerId, Guid farmerId)
    {
        var key = Encoding.UTF8.GetString(_secrets["a pooler's key"][0]);
        var anybody = new PoolClient(backend.Http, null);
        Answer[] answers =
        [
            await anybody.GetAsync(Routes.AdminPoolers), await pooler.GetAsync(Routes.AdminPoolers), await farmer.GetAsync(Routes.AdminJournal),
            await anybody.SendAsync(HttpMethod.Get, Routes.AdminPoolers, authorization: "Basic " + key), await anybody.SendAsync(HttpMethod.Get, Routes.AdminPoolers, authorization: "Bearer " + key + "0"),
            await pooler.SendAsync(HttpMethod.Post, Routes.Heartbeat, "{ no JSON"), await pooler.PostAsync(Routes.Heartbeat, new { pooler_id = key }),
            await pooler.PostAsync(Routes.WorkComplete, new { block_index = 1, pooler_id = poolerId, timestamp = "2026-01-01T00:00:00Z", work_results = new[] { new { farmer_id = farmerId, status = "failed", error = key + " " } } }),
            await farmer.PostAsync(Routes.Farmer(farmerId) + Routes.PayoutWallet, new { payout_wallet = _payout.Secret }), await farmer.PatchAsync(Routes.Farmer(farmerId), new { stake_percentage = 7 }),
            await anybody.PostAsync(Routes.Token, new { farmer_id = farmerId, signature = _payout.Secret }), await anybody.SendAsync(HttpMethod.Post, Routes.Farmers, new string('{', 300_000)),
        ];
        Assert.All(answers, a => Assert.InRange((int)a.Status, 400, 499));
        See("the answer to a wrong request", answers);
    }

    /// <summary>Every route that shows something, metrics and the description included.</summary>
    async Task ShowAllAsync(BackendProcess backend, PoolClient admin, PoolClient farmer, Guid poolerId, Guid farmerId)
    {
        foreach (var row in RouteTable.Rows.Where(r => r.Method == "GET"))
        {
            var entity = row.Pattern.Contains("{entity}", StringComparison.Ordinal);
            foreach (var name in entity ? [$"farmer-{farmerId:N}", $"pooler-{poolerId:N}"] : new[] { "" })
            {
                var path = row.Pattern.Replace("{id:guid}", $"{(row.Pattern.StartsWith(Routes.AdminPoolers, StringComparison.Ordinal) ? poolerId : farmerId):D}", StringComparison.Ordinal)
                    .Replace("{entity}", name, StringComparison.Ordinal).Replace("{poolerId:guid}", $"{poolerId:D}", StringComparison.Ordinal).Replace("{index}", "101", StringComparison.Ordinal);
                See(path, await admin.GetAsync(path), await farmer.GetAsync(path));
            }
        }
        See(Routes.OpenApi, await admin.GetAsync(Routes.OpenApi));
        using var metrics = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{_metricsPort}") };
        var counted = (await new PoolClient(metrics, null).GetAsync("/metrics")).With(HttpStatusCode.OK);
        Assert.Contains("kalepool_plants", counted.Text, StringComparison.Ordinal);
        See("/metrics", counted);
    }

    /// <summary>What the program says beside serving: the help, rotated keys, a rebuild, the journal, a backup, and settings that are wrong.</summary>
    async Task CommandsAsync()
    {
        await File.WriteAllLinesAsync(_folder["next.env"], [.. Settings().Where(s => !s.StartsWith("KALEPOOL_MASTER_KEY", StringComparison.Ordinal)), $"KALEPOOL_MASTER_KEY={Convert.ToBase64String(Next)}", $"KALEPOOL_MASTER_KEY_PREVIOUS={Convert.ToBase64String(Master)}"]);
        await File.WriteAllLinesAsync(_folder["wrong.env"], [.. Settings().Where(s => !s.StartsWith("ALERT", StringComparison.Ordinal)), $"ALERT_WEBHOOK_URL={Webhook.Replace("https", "ftp", StringComparison.Ordinal)}", "PORT=x", "ADMIN_KEYS=x"]);
        Text("the webhook that was wrong", Webhook.Replace("https", "ftp", StringComparison.Ordinal));
        var password = Text("the database's password", "a-password-of-postgresql");
        foreach (var (name, url) in new[] { ("gone", $"postgresql://pool:{password}@127.0.0.1:9/pool?sslmode=disable"), ("bad", $"postgresql://pool:{password}@127.0.0.1:port/pool") })
            await File.WriteAllLinesAsync(_folder[name + ".env"], [.. Settings().Where(s => !s.StartsWith("DATABASE_URL", StringComparison.Ordinal)), $"DATABASE_URL={url}"]);
        string[][] ofDatabase = [["journal", "list"], ["journal", "export"], ["journal", "verify"], ["acts"], ["backup", _folder["pool.backup"]]];
        string[][] ofOthers = [["journal", "list", "--env-file", _folder["gone.env"]], ["backup", _folder["no.backup"], "--env-file", _folder["bad.env"]]];
        foreach (var arguments in ofDatabase.Select(c => (string[])[.. c, "--env-file", _folder["next.env"]]).Concat(ofOthers).Concat([["keys", "rotate", "--env-file", _folder["next.env"]], ["rebuild", "--env-file", _folder["next.env"]], ["--env-file", _folder["wrong.env"]], ["keys", "rotate", "--env-file", _folder["wrong.env"]], ["--env-file", _folder["gone.env"]], ["rebuild", "--env-file", _folder["bad.env"]], ["--help"]]))
        {
            var said = await BackendProcess.RunAsync(arguments);
            Assert.NotEmpty(said);
            _seen.Add(($"kalepool {string.Join(' ', arguments)}", Encoding.UTF8.GetBytes(said)));
        }
        _seen.Add(("a backup", await File.ReadAllBytesAsync(_folder["pool.backup"])));
    }

    /// <summary>The wallets' own secrets, now that nobody can learn of them any more by this.</summary>
    async Task ReadWalletsAsync()
    {
        await using var database = Database.Of(new DatabaseSettings.Sqlite(_folder["pool.db"], TimeSpan.FromSeconds(30)));
        var keys = new WalletKeys(database, new MasterKeys(new MasterKey(Next)), TimeProvider.System);
        foreach (var (id, _) in await new JournalIndex(database).FarmersAsync(0, 10, CancellationToken.None))
        {
            var secret = (await keys.OpenAsync(id, CancellationToken.None)).Secret;
            Raw($"the wallet of farmer {id}", StrKey.Decode(StrKeyKind.Seed, secret).ToArray(), secret);
        }
    }

    void See(string where, params Answer[] answers)
    {
        foreach (var answer in answers) _seen.Add((where, Encoding.UTF8.GetBytes(answer.Text)));
    }

    async Task FundAsync(string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"{_devnet.FriendbotUrl}?addr={address}"))).StatusCode);
    }

    void Submit(KeyPair source, Operation operation)
    {
        var chain = _devnet.Chain;
        var account = chain.View.State.FindAccount(Addresses.Account(source.PublicKey))!;
        Assert.Equal(QueueStatus.Pending, chain.Submit(TransactionFactory.Classic(Addresses.Source(source.PublicKey), account.SeqNum + 1, Bounds.None, [operation]).Sign(chain.Network, source)).Status);
    }
}
