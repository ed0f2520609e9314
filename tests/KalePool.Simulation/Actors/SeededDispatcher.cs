using Akka.Configuration;
using Akka.Dispatch;

namespace KalePool.Simulation.Actors;

/// <summary>Puts every run of a mailbox, one message each, into the world's queue.</summary>
sealed class SeededDispatcher(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new Executor(id, Prerequisites.Settings.Setup.Get<NodeSetup>().Value);

    sealed class Executor(string id, NodeSetup node) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => node.Run(run.Run);

        public override void Shutdown()
        {
        }
    }
}
