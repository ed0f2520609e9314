using KalePool.Backend.Custody;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Custody;

public abstract class KeyRotationSpec(ITestDatabases databases) : StorageSpec(databases)
{
    const int Wallets = 7;

    static readonly MasterKey Old = new(Enumerable.Repeat((byte)7, MasterKey.Bytes).ToArray());
    static readonly MasterKey New = new(Enumerable.Repeat((byte)8, MasterKey.Bytes).ToArray());
    static readonly MasterKeys Both = new(New, Old);

    readonly Dictionary<Guid, string> _wallets = [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        for (var i = 0; i < Wallets; i++)
        {
            var farmer = Guid.NewGuid();
            _wallets[farmer] = await KeysOf(new MasterKeys(Old)).CreateAsync(farmer, CancellationToken.None);
        }
    }

    WalletKeys KeysOf(MasterKeys masters) => new(Db.Database, masters, TimeProvider.System);

    Task<int> RotateAsync(Action<int>? told = null, CancellationToken cancellation = default) => new KeyRotation(Db.Database, Both).RunAsync(told, cancellation);

    Task<int> CountAsync(MasterKey key) => Db.ReadAsync<int>("SELECT COUNT(*) FROM wallet_keys WHERE key_id = @Id", new { key.Id });

    async Task AllOpenAsync(MasterKeys masters)
    {
        await KeysOf(masters).RequireMasterKeyAsync(CancellationToken.None);
        foreach (var (farmer, address) in _wallets) Assert.Equal(address, (await KeysOf(masters).OpenAsync(farmer, CancellationToken.None)).Address);
    }

    [Fact]
    public async Task Afterwards_the_new_key_alone_opens_every_wallet()
    {
        Assert.Equal(Wallets, await RotateAsync());
        await AllOpenAsync(new MasterKeys(New));
        await Assert.ThrowsAsync<StorageException>(() => KeysOf(new MasterKeys(Old)).RequireMasterKeyAsync(CancellationToken.None));
        Assert.Equal(0, await RotateAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(Wallets - 1)]
    public async Task Interrupted_anywhere_every_wallet_opens_and_the_next_run_goes_on(int wallets)
    {
        using var crash = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(() => RotateAsync(done =>
        {
            if (done == wallets) crash.Cancel();
        }, crash.Token));
        Assert.Equal((wallets, Wallets - wallets), (await CountAsync(New), await CountAsync(Old)));
        await AllOpenAsync(Both);
        await AllOpenAsync(new MasterKeys(Old, New));
        Assert.Equal(Wallets - wallets, await RotateAsync());
        await AllOpenAsync(new MasterKeys(New));
    }

    [Fact]
    public async Task Wallets_made_meanwhile_by_a_node_with_the_old_key_are_taken_along()
    {
        var late = Guid.NewGuid();
        var made = false;
        await RotateAsync(_ =>
        {
            if (made) return;
            made = true;
            _wallets[late] = KeysOf(new MasterKeys(Old, New)).CreateAsync(late, CancellationToken.None).GetAwaiter().GetResult();
        });
        await AllOpenAsync(new MasterKeys(New));
    }

    [Fact]
    public async Task Nothing_is_written_over_a_row_that_was_altered()
    {
        await Db.RunAsync("UPDATE wallet_keys SET public_key = @Address WHERE farmer_id = @Farmer", new { Fixtures.Wallets.Of("thief").Address, Farmer = _wallets.Keys.First().ToString("D") });
        Assert.Contains("was altered", (await Assert.ThrowsAsync<StorageException>(() => RotateAsync())).Message, StringComparison.Ordinal);
        Assert.True(await CountAsync(Old) >= 1);
    }

    [Fact]
    public async Task Says_which_key_is_missing()
    {
        var stranger = new MasterKey(Enumerable.Repeat((byte)9, MasterKey.Bytes).ToArray());
        var e = await Assert.ThrowsAsync<StorageException>(() => new KeyRotation(Db.Database, new MasterKeys(New, stranger)).RunAsync(null, CancellationToken.None));
        Assert.Contains(Old.Id, e.Message, StringComparison.Ordinal);
        Assert.Contains("KALEPOOL_MASTER_KEY_PREVIOUS", e.Message, StringComparison.Ordinal);
        Assert.Equal(Wallets, await CountAsync(Old));
    }
}

public sealed class KeyRotationOnSqliteSpec() : KeyRotationSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class KeyRotationOnPostgresSpec(PostgresServer server) : KeyRotationSpec(server);
