using Akka.Configuration;

namespace KalePool.Simulation.Actors;

/// <summary>An actor system whose every mailbox, timer and write is the simulation's.</summary>
static class NodeConfig
{
    public static readonly Config Value = ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          scheduler.implementation = "KalePool.Simulation.Actors.VirtualScheduler, kalepool-simulation"
          actor {
            default-dispatcher {
              type = Dispatcher
              executor = "KalePool.Simulation.Actors.SeededDispatcher, kalepool-simulation"
              throughput = 1
            }
            internal-dispatcher {
              type = Dispatcher
              executor = "KalePool.Simulation.Actors.SeededDispatcher, kalepool-simulation"
              throughput = 1
            }
            serializers.kalepool = "KalePool.Actors.Serialization.DomainSerializer, KalePool.Actors"
            serializers.snapshots = "KalePool.Actors.Serialization.SnapshotSerializer, KalePool.Actors"
            serialization-bindings {
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
            journal.plugin = "akka.persistence.journal.simulated"
            journal.simulated {
              class = "KalePool.Simulation.Actors.SimulatedJournal, kalepool-simulation"
              plugin-dispatcher = "akka.actor.default-dispatcher"
              replay-filter.mode = off
            }
            snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
            snapshot-store.inmem.plugin-dispatcher = "akka.actor.default-dispatcher"
          }
        }
        """);
}
