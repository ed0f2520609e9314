using KalePool.Demo.Harness;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>One step of a block: the so-manieth time that somebody asks for something, and whether it is hit before it has any effect or after, unanswered.</summary>
/// <param name="Asker">The process that asks: <see cref="Names.Backend"/> asks the chain, <see cref="Names.Pooler"/> the chain and the backend.</param>
/// <param name="Step">A method of the RPC server's, or the end of a path of the backend's.</param>
/// <param name="Nth">From 1, counted since the farmers are active.</param>
public sealed record CrashPoint(string Asker, string Step, int Nth, bool IsDone)
{
    public override string ToString() => $"{Asker} {Step} {Nth} {(IsDone ? "done" : "asked")}";
}
