using System.Net;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Backend.Tests.Storage;
using KalePool.Contracts;

namespace KalePool.Backend.Tests.Api;

/// <summary>A database of the first version under today's backend.</summary>
[Collection(ApiCollection.Name)]
public sealed class FirstVersionSpec : IAsyncLifetime, IDisposable
{
    readonly TempFolder _folder = new();
    readonly BackendHost _host;

    public FirstVersionSpec()
    {
        File.Copy(FirstVersion.File, _folder["pool.db"]);
        _host = new BackendHost { DatabaseUrl = $"sqlite:{_folder["pool.db"]}", MasterKey = FirstVersion.MasterKey };
    }

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Is_served_as_it_was_left()
    {
        await _host.ProjectedAsync();
        var pooler = (await TestPool.Admin(_host).GetAsync(Routes.AdminPoolers)).With(HttpStatusCode.OK)["poolers"].AsArray().Single()!;
        Assert.Equal(FirstVersion.Pooler, (Guid)pooler["pooler_id"]!);
        Assert.Equal(1, (int)pooler["current_farmers"]!);
    }
}
