using System.Net;
using System.Net.Sockets;
using KalePool.Backend.Custody;
using KalePool.Backend.Hosting;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Hosting;

/// <summary>How a start ends that cannot succeed: by a status, and by a line for the operator rather than a stack trace.</summary>
[Collection(Api.ApiCollection.Name)]
public sealed class ServerSpec : IDisposable
{
    const int WrongSettings = 2;
    const int CannotRun = 1;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    async Task<int> RunAsync(params string[] changes)
    {
        var file = new FileInfo(_folder["settings.env"]);
        string[] usual =
        [
            "PORT=0", $"DATABASE_URL=sqlite:{_folder["pool.db"]}", "NETWORK_PASSPHRASE='Local ; 2026'", "RPC_URL=http://127.0.0.1:9", "LOG_LEVEL=error", "ADMIN_KEY=the admin key of the tests",
            "KALE_CONTRACT_ID=CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA", $"KALEPOOL_MASTER_KEY={Convert.ToBase64String(new byte[MasterKey.Bytes])}",
        ];
        var changed = changes.Select(line => line.Split('=')[0] + "=").ToList();
        await File.WriteAllLinesAsync(file.FullName, [.. usual.Where(line => !changed.Exists(line.StartsWith)), .. changes]);
        return await Server.RunAsync(file, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
    }

    [Fact]
    public async Task A_wrong_setting_is_2() => Assert.Equal(WrongSettings, await RunAsync("PORT=http"));

    [Fact]
    public async Task An_env_file_that_is_not_there_is_2() => Assert.Equal(WrongSettings, await Server.RunAsync(new FileInfo(_folder["nowhere.env"]), CancellationToken.None));

    [Fact]
    public async Task A_database_that_cannot_be_used_is_1() => Assert.Equal(CannotRun, await RunAsync($"DATABASE_URL=sqlite:{_folder["settings.env"]}/pool.db"));

    [Fact]
    public async Task A_secret_file_that_holds_no_secret_is_1()
    {
        await File.WriteAllTextAsync(_folder["pool.db.master-key"], "half of a k");
        Assert.Equal(CannotRun, await RunAsync("KALEPOOL_MASTER_KEY="));
        Assert.Equal("half of a k", await File.ReadAllTextAsync(_folder["pool.db.master-key"]));
    }

    [Fact]
    public async Task A_master_key_that_opens_no_wallet_is_1()
    {
        await using var database = Database.Of(new DatabaseSettings.Sqlite(_folder["pool.db"], TimeSpan.FromSeconds(30)));
        await database.PrepareAsync(CancellationToken.None);
        var other = new MasterKey([.. Enumerable.Repeat((byte)9, MasterKey.Bytes)]);
        await new WalletKeys(database, new MasterKeys(other), TimeProvider.System).CreateAsync(Guid.NewGuid(), CancellationToken.None);
        Assert.Equal(CannotRun, await RunAsync());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        Assert.Equal(CannotRun, await RunAsync($"PORT={((IPEndPoint)taken.LocalEndpoint).Port}"));
    }
}
