using System.Diagnostics;
using System.Net;
using KalePool.Backend.Custody;
using KalePool.Backend.Ops;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Stellar.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Ops;

/// <summary>The operator's commands: the rotation as the process that it is, the export against a running backend.</summary>
[Collection(Api.ApiCollection.Name)]
public sealed class KeysCommandSpec(BackendHost host) : IDisposable
{
    const int Wallets = 250;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    static readonly MasterKey Old = new(Enumerable.Repeat((byte)7, MasterKey.Bytes).ToArray());
    static readonly MasterKey New = new(Enumerable.Repeat((byte)8, MasterKey.Bytes).ToArray());

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Text(byte key) => Convert.ToBase64String([.. Enumerable.Repeat(key, MasterKey.Bytes)]);

    Process Rotate(string databaseUrl)
    {
        var file = _folder["keys.env"];
        File.WriteAllLines(file,
        [
            $"DATABASE_URL={databaseUrl}", "NETWORK_PASSPHRASE='Local ; 2026'", "RPC_URL=http://127.0.0.1:9", "KALE_CONTRACT_ID=CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA",
            $"KALEPOOL_MASTER_KEY={Text(8)}", $"KALEPOOL_MASTER_KEY_PREVIOUS={Text(7)}",
        ]);
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "kalepool.dll"), "keys", "rotate", "--env-file", file]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    [Fact]
    public async Task A_rotation_that_is_killed_leaves_wallets_that_open_and_the_next_one_ends_it()
    {
        await using var database = await TestDatabase.MakeAsync();
        var made = new WalletKeys(database.Database, new MasterKeys(Old), TimeProvider.System);
        var wallets = new Dictionary<Guid, string>();
        for (var i = 0; i < Wallets; i++)
        {
            var farmer = Guid.NewGuid();
            wallets[farmer] = await made.CreateAsync(farmer, CancellationToken.None);
        }
        using (var killed = Rotate(database.Url))
        {
            // The first line says that a hundred are done.
            Assert.NotNull(await killed.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System));
            killed.Kill();
            await killed.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        }
        await AllOpenAsync(new MasterKeys(New, Old));
        using (var last = Rotate(database.Url))
        {
            var said = await last.StandardOutput.ReadToEndAsync().WaitAsync(Patience, TimeProvider.System);
            await last.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
            Assert.Equal(0, last.ExitCode);
            Assert.Contains(New.Id, said, StringComparison.Ordinal);
            Assert.DoesNotContain(Text(8), said, StringComparison.Ordinal);
        }
        await AllOpenAsync(new MasterKeys(New));

        async Task AllOpenAsync(MasterKeys masters)
        {
            var keys = new WalletKeys(database.Database, masters, TimeProvider.System);
            foreach (var (farmer, address) in wallets) Assert.Equal(address, (await keys.OpenAsync(farmer, CancellationToken.None)).Address);
        }
    }

    [Fact]
    public async Task Shows_the_key_of_a_departed_farmer_and_of_no_other()
    {
        var pool = await TestPool.MakeAsync(host);
        var (gone, stays) = (await pool.RegisterAsync(), await pool.RegisterAsync());
        (await gone.Client.PostAsync(Routes.Farmer(gone.Id) + Routes.Leave, new { })).With(HttpStatusCode.Accepted);
        await Poll.UntilAsync(async () => (string?)(await gone.ShowAsync()).Json?["status"] == "departed", "the departure");
        var said = new StringWriter();
        await KeysExport.RunAsync(EnvFile(host.Http.BaseAddress!, BackendHost.AdminKey), gone.Id, said, CancellationToken.None);
        Assert.Equal([gone.Wallet, gone.Wallet], said.ToString().Split(' ') is [var wallet, var secret] ? [wallet, KeyPair.FromSecret(secret.Trim()).Address] : []);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => KeysExport.RunAsync(EnvFile(host.Http.BaseAddress!, BackendHost.AdminKey), stays.Id, said, CancellationToken.None));
        Assert.Contains("departed", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => KeysExport.RunAsync(EnvFile(host.Http.BaseAddress!, "another admin key, a wrong one"), gone.Id, said, CancellationToken.None));
    }

    /// <summary>He registered after the backup that was restored; his key came from the former database.</summary>
    [Fact]
    public async Task Shows_the_key_of_a_farmer_whom_the_journal_does_not_know()
    {
        var unknown = Guid.NewGuid();
        var none = await Assert.ThrowsAsync<HttpRequestException>(() => KeysExport.RunAsync(EnvFile(host.Http.BaseAddress!, BackendHost.AdminKey), unknown, TextWriter.Null, CancellationToken.None));
        Assert.Contains("there is no farmer", none.Message, StringComparison.Ordinal);
        var wallet = await host.Services.GetRequiredService<WalletKeys>().CreateAsync(unknown, CancellationToken.None);
        var said = new StringWriter();
        await KeysExport.RunAsync(EnvFile(host.Http.BaseAddress!, BackendHost.AdminKey), unknown, said, CancellationToken.None);
        Assert.Equal([wallet, wallet], said.ToString().Split(' ') is [var shown, var secret] ? [shown, KeyPair.FromSecret(secret.Trim()).Address] : []);
    }

    [Theory]
    [InlineData("http://pool.example", BackendHost.AdminKey, "API_BASE_URL")]
    [InlineData("http://127.0.0.1:3000", "short", "ADMIN_KEY")]
    [InlineData("http://127.0.0.1:3000", "", "ADMIN_KEY")]
    public async Task Never_sends_the_admin_key_in_the_clear_nor_without_one(string address, string key, string setting)
    {
        var e = await Assert.ThrowsAsync<KalePool.Contracts.Settings.SettingsException>(() => KeysExport.RunAsync(EnvFile(new Uri(address), key), Guid.NewGuid(), TextWriter.Null, CancellationToken.None));
        Assert.Equal(setting, Assert.Single(e.Errors).Name);
    }

    FileInfo EnvFile(Uri address, string key)
    {
        var file = _folder[$"{Guid.NewGuid():N}.env"];
        File.WriteAllLines(file, [$"API_BASE_URL={address}", $"ADMIN_KEY={key}"]);
        return new FileInfo(file);
    }
}
