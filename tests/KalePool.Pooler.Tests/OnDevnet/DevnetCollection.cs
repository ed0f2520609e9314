using System.Diagnostics.CodeAnalysis;

namespace KalePool.Pooler.Tests.OnDevnet;

/// <summary>Tests whose clock waits until the process has nothing to do: one at a time, and no others beside.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit calls it a collection.")]
public sealed class DevnetCollection
{
    public const string Name = "on devnet";
}
