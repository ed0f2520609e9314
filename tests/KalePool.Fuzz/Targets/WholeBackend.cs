using KalePool.Backend.Hosting;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts;
using KalePool.Contracts.Settings;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;

namespace KalePool.Fuzz.Targets;

/// <summary>A backend as it is served, with a devnet of its own, until the program ends.</summary>
static class WholeBackend
{
    public const string AdminKey = "the admin key of the fuzzer";

    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <returns>Where it is, once it is ready.</returns>
    public static async Task<Uri> StartAsync()
    {
        var devnet = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = 1_000, BlockSeconds = 30 }, TimeProvider.System);
        var values = devnet.ClientSettings.ToDictionary(s => s.Name, s => s.Value);
        values["PORT"] = "0";
        values["DATABASE_URL"] = $"sqlite:{new ScratchFile().Path}";
        values["KALEPOOL_MASTER_KEY"] = Convert.ToBase64String(new byte[32]);
        values["ADMIN_KEY"] = AdminKey;
        values["LOG_LEVEL"] = "error";
        values["ENABLE_METRICS"] = "false";
        values["RATE_LIMIT_REQUESTS_PER_MINUTE"] = "1000000";
        values["OPERATOR_SECRET_KEY"] = KalePool.Stellar.Keys.KeyPair.Random().Secret;
        var settings = BackendSettings.Read(new Contracts.Settings.SettingsReader(SettingsSource.Of(values)));
        var database = Database.Of(settings.Database);
        await database.PrepareAsync(CancellationToken.None);
        var app = BackendApp.Build(settings, database, TimeProvider.System);
        await app.StartAsync();
        var url = new Uri(app.Urls.First());
        using var http = new HttpClient { BaseAddress = url };
        while (!(await http.GetAsync(Routes.Ready)).IsSuccessStatusCode) await Task.Delay(Look, TimeProvider.System);
        return url;
    }
}
