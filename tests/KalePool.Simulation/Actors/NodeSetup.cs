using Akka.Actor.Setup;
using KalePool.Simulation.Faults;
using KalePool.Simulation.Kernel;

namespace KalePool.Simulation.Actors;

/// <summary>What the parts of an actor system that Akka makes by itself must know of the simulation.</summary>
/// <param name="passes">Told where the node is; true where it has ended there.</param>
sealed class NodeSetup(Life life, FaultPlan faults, JournalTable journal, Sabotage sabotage, Func<CrashPoint, bool> passes) : Setup
{
    /// <summary>Akka gives a scheduler nothing but its configuration: the node that is being started.</summary>
    public static NodeSetup? Starting { get; set; }

    public Life Life => life;

    public FaultPlan Faults => faults;

    public JournalTable Journal => journal;

    public Sabotage Sabotage => sabotage;

    public bool Passes(CrashPoint point) => passes(point);

    /// <summary>A message is handled when the seed picks it; now and then the whole mailbox waits first.</summary>
    public void Run(Action mailbox)
    {
        if (faults.DelayOfMessage() is not { } delay)
        {
            life.Post(mailbox);
            return;
        }
        faults.Disturbances.Delay(delay);
        life.At(delay, mailbox);
    }
}
