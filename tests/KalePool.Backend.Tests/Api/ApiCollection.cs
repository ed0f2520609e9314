using System.Diagnostics.CodeAnalysis;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Api;

/// <summary>Tests of one running backend, one after another.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit calls it a collection.")]
public sealed class ApiCollection : ICollectionFixture<BackendHost>
{
    public const string Name = "api";
}
