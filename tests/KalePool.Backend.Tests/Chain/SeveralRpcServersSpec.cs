using KalePool.Backend.Tests.Fixtures;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Chain;

/// <summary>The backend with a dead server, one of another network and the right one, in this order.</summary>
public sealed class SeveralRpcServersSpec
{
    [Fact]
    public async Task Farms_by_the_one_server_of_three_that_is_right()
    {
        await using var stranger = await DevnetServer.StartAsync(new DevnetSettings { LedgerMs = null, Passphrase = "another network" }, new FakeTimeProvider());
        var host = new BackendHost();
        await host.InitializeAsync();
        try
        {
            var right = host.Devnet.ClientSettings.Single(s => s.Name == "RPC_URL").Value;
            var wrong = stranger.ClientSettings.Single(s => s.Name == "RPC_URL").Value;
            await host.StartAsync(("RPC_URL", $"http://127.0.0.1:1,{wrong},{right}"));
            var pool = await TestPool.MakeAsync(host);
            await pool.JoinAsync();
            var planted = await pool.PlantAsync(host.PlantIndex);
            Assert.Equal(1, (int)planted["summary"]["successful_plants"]!);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
