using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Xunit.Abstractions;

namespace KalePool.Actors.Tests.Kit;

/// <summary>An actor system with the pool's serializer, a scripted journal and a clock that only the test moves.</summary>
public abstract class PoolKit : TestKit
{
    /// <summary>How long a test waits for what must come. Nothing waits for what must not come: see <see cref="Settled"/>.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    static readonly Config Settings = ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
          test.single-expect-default = 20s
          actor {
            serialize-messages = on
            serializers.kalepool = "KalePool.Actors.Serialization.DomainSerializer, KalePool.Actors"
            serializers.snapshots = "KalePool.Actors.Serialization.SnapshotSerializer, KalePool.Actors"
            serializers.local = "KalePool.Actors.Tests.Kit.LocalSerializer, KalePool.Actors.Tests"
            serialization-bindings {
              "System.Object" = local
              "KalePool.Domain.Farmers.IFarmerMessage, KalePool.Domain" = kalepool
              "KalePool.Domain.Farmers.FarmerEvent, KalePool.Domain" = kalepool
              "KalePool.Domain.Blocks.IBlockMessage, KalePool.Domain" = kalepool
              "KalePool.Domain.Blocks.BlockEvent, KalePool.Domain" = kalepool
              "KalePool.Domain.Accounts.IAccountMessage, KalePool.Domain" = kalepool
              "KalePool.Domain.Accounts.AccountEvent, KalePool.Domain" = kalepool
              "KalePool.Domain.Poolers.IPoolerMessage, KalePool.Domain" = kalepool
              "KalePool.Domain.Poolers.PoolerEvent, KalePool.Domain" = kalepool
              "KalePool.Domain.Farmers.FarmerState, KalePool.Domain" = snapshots
              "KalePool.Domain.Poolers.PoolerState, KalePool.Domain" = snapshots
              "KalePool.Domain.Accounts.AccountState, KalePool.Domain" = snapshots
            }
          }
          persistence {
            journal.plugin = "akka.persistence.journal.scripted"
            journal.scripted {
              class = "KalePool.Actors.Tests.Kit.ScriptedJournal, KalePool.Actors.Tests"
              plugin-dispatcher = "akka.actor.default-dispatcher"
            }
            snapshot-store.plugin = "akka.persistence.snapshot-store.scripted"
            snapshot-store.scripted {
              class = "KalePool.Actors.Tests.Kit.ScriptedSnapshots, KalePool.Actors.Tests"
              snapshot-is-optional = true
              plugin-dispatcher = "akka.actor.default-dispatcher"
            }
          }
        }
        """);

    protected PoolKit(ITestOutputHelper output) : base(Settings, output: output)
    {
        Time = new SchedulerTime(Scheduler);
        Journal = JournalScript.Of(Sys);
    }

    internal JournalScript Journal { get; }

    internal SchedulerTime Time { get; }

    TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    protected void Advance(TimeSpan span) => Scheduler.Advance(span);

    /// <summary>Puts events into the journal as an earlier life of the entity left them.</summary>
    protected void Given(string persistenceId, params object[] events)
    {
        var seeder = Sys.ActorOf(Props.Create(() => new Seeder(persistenceId)));
        seeder.Tell(new Seeder.Write(events), TestActor);
        ExpectMsg<Seeder.Done>();
        Stop(seeder);
    }

    protected void Stop(IActorRef actor)
    {
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    /// <summary>
    /// Returns when the actor has finished the message it was at, and all that were before this call. What it has not done by then it does
    /// not do: an actor that waits for a write stashes everything else, but answers this.
    /// </summary>
    protected void Settled(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell(new Identify(null), probe);
        probe.ExpectMsg<ActorIdentity>();
    }
}
