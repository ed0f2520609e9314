using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using KalePool.Backend.Hosting;
using KalePool.Backend.Settings;
using KalePool.Backend.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ClusterSettings = KalePool.Backend.Settings.ClusterSettings;

namespace KalePool.Backend.Tests.Hosting;

/// <summary>Nodes that know each other by certificate, and one that they do not know.</summary>
[Collection(Api.ApiCollection.Name)]
public sealed class ClusterTlsSpec : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nodes_of_one_authority_join_and_a_stranger_does_not()
    {
        using var authority = Certificates.Authority("pool");
        var ports = FreePorts(3);
        using var first = await StartAsync(ports[0], ports[0], CertificateOf("first", Certificates.Node("first", authority), authority));
        using var second = await StartAsync(ports[1], ports[0], CertificateOf("second", Certificates.Node("second", authority), authority));
        using var stranger = await StartAsync(ports[2], ports[0], CertificateOf("stranger", Certificates.Node("second", null), null));

        await Poll.UntilAsync(() => MembersOf(first) == 2 && MembersOf(second) == 2, "two nodes in one cluster");
        Assert.Equal(0, MembersOf(stranger));
        await Task.WhenAll(new[] { first, second, stranger }.Select(node => node.StopAsync()));
    }

    ClusterCertificate CertificateOf(string name, System.Security.Cryptography.X509Certificates.X509Certificate2 node, System.Security.Cryptography.X509Certificates.X509Certificate2? authority)
    {
        Assert.True(ClusterCertificate.TryLoad(Certificates.Save(_folder[name + ".pfx"], node, authority), null, out var certificate, out var wrong), wrong);
        return certificate!;
    }

    static int MembersOf(IHost node) => Cluster.Get(node.Services.GetRequiredService<ActorSystem>()).State.Members.Count(m => m.Status == MemberStatus.Up);

    static async Task<IHost> StartAsync(int port, int seed, ClusterCertificate certificate)
    {
        var builder = new HostApplicationBuilder();
        var settings = new ClusterSettings("127.0.0.1", port, [new NodeAddress("127.0.0.1", seed)], certificate);
        builder.Services.AddAkka(NodeAddress.System, akka => akka.ConfigureLoggers(loggers => loggers.ClearLoggers()).AddCluster(settings));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Dispose());
        return ports;
    }
}
