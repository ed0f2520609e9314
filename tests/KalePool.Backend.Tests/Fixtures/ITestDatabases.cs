namespace KalePool.Backend.Tests.Fixtures;

/// <summary>Where tests of storage get an empty database from: each such spec runs on every kind.</summary>
public interface ITestDatabases
{
    /// <summary>Not prepared yet.</summary>
    Task<TestDatabase> MakeAsync();
}
