using Akka.Actor;
using KalePool.Actors.Accounts;
using KalePool.Actors.Blocks;
using KalePool.Actors.Due;
using KalePool.Actors.Farmers;
using KalePool.Actors.Hosting;
using KalePool.Actors.Openers;
using KalePool.Actors.Poolers;
using KalePool.Actors.Projection;
using KalePool.Backend.Api;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Chain;
using KalePool.Backend.Custody;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Simulation.Actors;
using KalePool.Simulation.Chain;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;
using Microsoft.Extensions.Hosting;

namespace KalePool.Simulation.Nodes;

/// <summary>The backend in one of its lives: its actors, ports and watches as the product composes them, without HTTP and without a cluster.</summary>
sealed class BackendNode
{
    static readonly Uri RpcUrl = new("http://devnet.simulated");

    /// <summary>As the product has it.</summary>
    static readonly TimeSpan RpcTimeout = TimeSpan.FromSeconds(10);

    const int PlantsAtOnce = 1_000;

    readonly IActorRef[] _regions;

    BackendNode(Life life, Pool pool, FarmWatch watch, IActorRef[] regions) => (Life, Pool, Watch, _regions) = (life, pool, watch, regions);

    public Life Life { get; }

    public Pool Pool { get; }

    public FarmWatch Watch { get; }

    /// <summary>Stops an entity of any kind, if it is awake.</summary>
    public void Stop(string id)
    {
        foreach (var region in _regions) region.Tell(new Region.StopEntity(id), ActorRefs.NoSender);
    }

    /// <param name="passes">Told where the node is; true where it has ended there.</param>
    public static async Task<BackendNode> StartAsync(Life life, Disk disk, SimulatedChain chain, FaultPlan faults, Ports ports, Func<CrashPoint, bool> passes, Action<string> sends)
    {
        var database = new NodeDatabase(disk.Database, life, passes);
        var network = chain.Chain.Network;
        var http = new HttpClient(new RpcWire(life, chain.Rpc, faults, passes, sends, new WirePrevention(faults.Disturbances))) { Timeout = Timeout.InfiniteTimeSpan };
        var client = new StellarRpcClient(http, RpcUrl, new StellarRpcOptions { Timeout = RpcTimeout, TimeProvider = life.Time });
        var rpc = new StellarRpcNodes([(RpcUrl, client)], chain.Chain.Settings.Passphrase, life.Time);
        var operators = new OperatorSettings(null, 0, Domain.Accounts.BatchPlan.MostHarvests);

        var watch = new FarmWatch(rpc, new FarmWatchOptions(network, chain.Farm.Contract, SimulatedChain.BlockSeconds), life.Time, new LifeLog<FarmWatch>(life));
        var keys = new WalletKeys(database, Keys.Masters, life.Time);
        var (cursor, fees) = (new DepositCursor(life.Time), new ResourceFees(rpc, life.Time));
        var acts = ports.Acts(new FarmerActs(watch, rpc, keys, network, cursor, fees, new WalletNeeds(fees), new FeeSponsor(watch, rpc, new OperatorKeys(operators), network)), watch);
        var (farm, due) = (new FarmChain(watch, rpc), ports.Due(new SqlDueList(database)));
        var (farmers, blocks, poolers, accounts) = (new Required<FarmerActor>(), new Required<BlockActor>(), new Required<PoolerActor>(), new Required<AccountActor>());
        var journal = new JournalIndex(database);
        var pool = new Pool(farmers, blocks, poolers, new KnownEntities(journal));
        var plan = operators.PlanWith(null);
        var accountActs = new AccountActs(watch, rpc, new OperatorKeys(operators), null!, network);

        var system = Create(new NodeSetup(life, faults, disk.Journal, ports.Sabotage, passes));
        system.ActorOf(Props.Create(() => new NodeLogger(life)), "log");
        farmers.ActorRef = Region("farmer", EntityExtractors.Farmers, id => Props.Create(() => new FarmerActor(id, acts, farm, due, life.Time, poolers)));
        blocks.ActorRef = Region("block", EntityExtractors.Blocks, id => Props.Create(() => new BlockActor(id, farm, due, plan, life.Time, new BlockLimits(PlantsAtOnce), poolers, farmers, accounts)));
        poolers.ActorRef = Region("pooler", EntityExtractors.Poolers, id => Props.Create(() => new PoolerActor(id, life.Time)));
        accounts.ActorRef = Region("account", EntityExtractors.Accounts, id => Props.Create(() => new AccountActor(id, accountActs, plan, due, life.Time, farmers, accounts)));
        system.ActorOf(Props.Create(() => new DueListActor(due, farm, farmers, blocks, accounts)), "due-list");
        system.ActorOf(Props.Create(() => new OpenerActor(farm, due, life.Time, farmers, blocks, poolers)), "opener");
        system.ActorOf(Props.Create(() => new ProjectionActor(new ReadModelProjection(database, life.Time))), "projection");

        var outgoings = new OutgoingTransfers(rpc, network);
        IHostedService[] services =
        [
            watch,
            new DepositWatch(watch, rpc, keys, journal, new DepositPositions(database), cursor, outgoings, pool, life.Time, new LifeLog<DepositWatch>(life)),
            new PailRecovery(watch, rpc, journal, pool, life.Time, new LifeLog<PailRecovery>(life)),
        ];
        foreach (var service in services) await service.StartAsync(CancellationToken.None);
        return new BackendNode(life, pool, watch, [farmers.ActorRef, blocks.ActorRef, poolers.ActorRef]);

        IActorRef Region(string name, Akka.Cluster.Sharding.IMessageExtractor extractor, Func<string, Props> entity) =>
            system.ActorOf(Props.Create(() => new Region(extractor, entity)), name);
    }

    static ActorSystem Create(NodeSetup node)
    {
        NodeSetup.Starting = node;
        try
        {
            return ActorSystem.Create("kalepool", BootstrapSetup.Create().WithConfig(NodeConfig.Value).And(node));
        }
        finally
        {
            NodeSetup.Starting = null;
        }
    }
}
