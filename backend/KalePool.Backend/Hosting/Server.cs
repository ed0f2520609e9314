using Akka.Actor;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Hosting;

/// <summary>The backend from its settings to its last request.</summary>
static class Server
{
    /// <summary>For a supervisor: start it again.</summary>
    const int Downed = 255;

    public static Task<int> RunAsync(FileInfo? envFile, CancellationToken cancellation) => CommandExit.OfAsync(async () =>
    {
        var reader = new SettingsReader(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile?.FullName));
        var settings = BackendSettings.Read(reader);
        foreach (var warning in reader.Warnings(SettingNames.Backend, [.. SettingNames.Pooler, .. SettingNames.Devnet])) await Console.Error.WriteLineAsync($"warning: {warning}");
        await using var database = Database.Of(settings.Database);
        await database.PrepareAsync(cancellation);
        await using var app = BackendApp.Build(settings, database, TimeProvider.System);
        await app.StartAsync(cancellation);
        var system = app.Services.GetRequiredService<ActorSystem>();
        await app.WaitForShutdownAsync(cancellation);
        return system.WasDowned() ? Downed : 0;
    });
}
