using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Akka.Remote.Transport.DotNetty;
using KalePool.Actors.Hosting;
using KalePool.Backend.Ops;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using Cluster = Akka.Cluster.Cluster;

namespace KalePool.Backend.Hosting;

/// <summary>This node's actors: alone, or one of several that share the farmers, blocks and poolers among them.</summary>
static class ClusterHosting
{
    /// <summary>
    /// Measured: entities of a killed node answer elsewhere after 10 to 13 s, with the defaults after 46. The larger half of the nodes goes on,
    /// the others end themselves; of two nodes that is the one with the lower address.
    /// </summary>
    /// <remarks>The host ends the actors, after the requests that are under way: by a hook of their own they would be gone before those were answered.</remarks>
    const string Configuration = """
        akka.cluster {
          downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
          split-brain-resolver {
            active-strategy = keep-majority
            stable-after = 3s
          }
          failure-detector {
            heartbeat-interval = 500ms
            acceptable-heartbeat-pause = 2s
          }
          seed-node-timeout = 2s
        }
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    /// <summary>
    /// The first seed founds a cluster where no other answers in this time: one that is started again on a busy machine must not have founded its own before it
    /// hears of the one that is there. It asks every second, and where all others say that they have none it does not wait.
    /// </summary>
    const string FoundsLate = "akka.cluster.seed-node-timeout = 10s";

    public static void AddNode(this IServiceCollection services, ClusterSettings cluster, Database database) => services.AddAkka(NodeAddress.System, akka => akka
        .ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLoggerFactory();
        })
        .AddCluster(cluster)
        .AddSqlJournal(database.JournalOptions, database.ProviderName)
        .AddPoolSerializers()
        .AddPoolers()
        .AddFarmers()
        .AddAccounts()
        .AddBlocks()
        .AddDueList()
        .AddOpener()
        .AddClusterLog()
        .AddEventCounter()
        .AddProjection());

    /// <summary>Reaches the other nodes, and joins them; founds a cluster of its own where it is alone.</summary>
    public static AkkaConfigurationBuilder AddCluster(this AkkaConfigurationBuilder akka, ClusterSettings cluster)
    {
        akka.WithRemoting(new RemoteOptions { HostName = cluster.Host, Port = cluster.Port, EnableSsl = cluster.Certificate is not null });
        if (cluster.Certificate is { } certificate)
            akka.AddSetup(new DotNettySslSetup(certificate.Own, suppressValidation: false, requireMutualAuthentication: true, customValidator: (peer, _, _, _, _) => certificate.Accepts(peer)));
        akka.WithClustering(new ClusterOptions { SeedNodes = [.. cluster.Seeds.Select(seed => AddressOf(seed, cluster).ToString())] });
        akka.AddHocon(Configuration, HoconAddMode.Prepend);
        if (cluster.IsFirstSeed) akka.AddHocon(FoundsLate, HoconAddMode.Prepend);
        return cluster.IsAlone ? akka.AddStartup((system, _) => Cluster.Get(system).Join(Cluster.Get(system).SelfAddress)) : akka;
    }

    /// <summary>Whether the other nodes have decided, or this one by itself, that it belongs to them no more. It must start anew, on what the journal says.</summary>
    public static bool WasDowned(this ActorSystem system) => CoordinatedShutdown.Get(system).ShutdownReason is CoordinatedShutdown.ClusterDowningReason;

    /// <summary>Whether this node does what one of them does for all. Two may take themselves for it, for a moment.</summary>
    public static bool IsLeader(this ActorSystem system)
    {
        var cluster = Cluster.Get(system);
        return cluster.State.Leader is { } leader && leader == cluster.SelfAddress;
    }

    static Address AddressOf(NodeAddress node, ClusterSettings cluster) => new(cluster.Certificate is null ? "akka.tcp" : "akka.ssl.tcp", NodeAddress.System, node.Host, node.Port);
}
