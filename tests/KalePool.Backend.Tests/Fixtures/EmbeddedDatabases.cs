using KalePool.Backend.Settings;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>SQLite files.</summary>
sealed class EmbeddedDatabases : ITestDatabases
{
    public Task<TestDatabase> MakeAsync()
    {
        var folder = new TempFolder();
        return Task.FromResult(new TestDatabase($"sqlite:{folder["pool.db"]}", new DatabaseSettings.Sqlite(folder["pool.db"], TimeSpan.FromSeconds(30)), () =>
        {
            folder.Dispose();
            return Task.CompletedTask;
        }));
    }
}
