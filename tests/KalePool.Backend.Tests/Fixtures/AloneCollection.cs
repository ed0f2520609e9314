using System.Diagnostics.CodeAnalysis;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>Tests that see the whole process: its meters are listened to by name, whichever backend they belong to.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit calls it a collection.")]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
