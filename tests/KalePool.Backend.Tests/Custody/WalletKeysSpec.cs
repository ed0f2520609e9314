using System.Data.Common;
using System.Globalization;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Custody;

public abstract class WalletKeysSpec(ITestDatabases databases) : StorageSpec(databases)
{
    static readonly MasterKey Master = new(Enumerable.Repeat((byte)7, MasterKey.Bytes).ToArray());
    static readonly MasterKey Other = new(Enumerable.Repeat((byte)8, MasterKey.Bytes).ToArray());

    readonly Guid _farmer = Guid.NewGuid();
    WalletKeys _keys = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _keys = new WalletKeys(Db.Database, new MasterKeys(Master), TimeProvider.System);
    }

    Task<string> CreateAsync(Guid farmer) => _keys.CreateAsync(farmer, CancellationToken.None);

    async Task RefusesAsync(string because)
    {
        var e = await Assert.ThrowsAsync<StorageException>(() => _keys.OpenAsync(_farmer, CancellationToken.None));
        Assert.Contains(because, e.Message, StringComparison.Ordinal);
        Assert.Contains(_farmer.ToString("D", CultureInfo.InvariantCulture), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opens_what_it_has_made()
    {
        var address = await CreateAsync(_farmer);
        Assert.Equal(address, (await _keys.OpenAsync(_farmer, CancellationToken.None)).Address);
        var again = new WalletKeys(Db.Database, new MasterKeys(Master), TimeProvider.System);
        Assert.Equal(address, (await again.OpenAsync(_farmer, CancellationToken.None)).Address);
    }

    [Fact]
    public async Task Has_committed_before_it_tells_the_address()
    {
        var address = await CreateAsync(_farmer);
        Assert.Equal(address, await Db.ReadAsync<string>("SELECT public_key FROM wallet_keys"));
        Assert.True(await _keys.IsOursAsync(address, CancellationToken.None));
        Assert.False(await _keys.IsOursAsync(Wallets.Of("stranger").Address, CancellationToken.None));
    }

    [Fact]
    public async Task Keeps_no_secret_in_the_clear_and_no_nonce_twice()
    {
        await CreateAsync(_farmer);
        await CreateAsync(Guid.NewGuid());
        var pair = await _keys.OpenAsync(_farmer, CancellationToken.None);
        var seed = Stellar.Keys.StrKey.Decode(Stellar.Keys.StrKeyKind.Seed, pair.Secret).ToArray();
        var ciphertext = await Db.ReadAsync<byte[]>("SELECT ciphertext FROM wallet_keys WHERE public_key = @Address", new { pair.Address });
        Assert.Equal(-1, ciphertext.AsSpan().IndexOf(seed.AsSpan(0, 8)));
        Assert.Equal(2, await Db.ReadAsync<int>("SELECT COUNT(DISTINCT nonce) FROM wallet_keys"));
    }

    [Fact]
    public async Task Makes_one_key_a_farmer()
    {
        var address = await CreateAsync(_farmer);
        await Assert.ThrowsAnyAsync<DbException>(() => CreateAsync(_farmer));
        Assert.Equal(address, (await _keys.OpenAsync(_farmer, CancellationToken.None)).Address);
    }

    [Fact]
    public Task Knows_no_key_of_an_unknown_farmer() => RefusesAsync("has no wallet key");

    [Theory]
    [InlineData("ciphertext", 0)]
    [InlineData("ciphertext", 31)]
    [InlineData("ciphertext", 47)]
    [InlineData("nonce", 0)]
    [InlineData("nonce", 11)]
    public async Task Refuses_an_altered_byte(string column, int index)
    {
        await CreateAsync(_farmer);
        var bytes = (await Db.ReadAsync<byte[]>($"SELECT {column} FROM wallet_keys"))!;
        bytes[index] ^= 1;
        await Db.RunAsync($"UPDATE wallet_keys SET {column} = @bytes", new { bytes });
        await RefusesAsync("was altered");
    }

    [Theory]
    [InlineData("ciphertext", 0)]
    [InlineData("ciphertext", 47)]
    [InlineData("ciphertext", 49)]
    [InlineData("nonce", 0)]
    [InlineData("nonce", 13)]
    public async Task Refuses_another_length(string column, int length)
    {
        await CreateAsync(_farmer);
        await Db.RunAsync($"UPDATE wallet_keys SET {column} = @bytes", new { bytes = new byte[length] });
        await RefusesAsync("was altered");
    }

    [Fact]
    public async Task Refuses_the_row_of_another_farmer()
    {
        await CreateAsync(_farmer);
        var other = Guid.NewGuid();
        await CreateAsync(other);
        await Db.RunAsync(
            """
            UPDATE wallet_keys SET nonce = o.nonce, ciphertext = o.ciphertext
            FROM (SELECT nonce, ciphertext FROM wallet_keys WHERE farmer_id = @Other) o WHERE farmer_id = @Farmer
            """,
            new { Other = other.ToString("D"), Farmer = _farmer.ToString("D") });
        await RefusesAsync("was altered");
    }

    [Fact]
    public async Task Refuses_a_row_that_changed_its_farmer()
    {
        await CreateAsync(Guid.NewGuid());
        await Db.RunAsync("UPDATE wallet_keys SET farmer_id = @Farmer", new { Farmer = _farmer.ToString("D") });
        await RefusesAsync("was altered");
    }

    [Fact]
    public async Task Refuses_a_row_that_shows_another_address()
    {
        await CreateAsync(_farmer);
        await Db.RunAsync("UPDATE wallet_keys SET public_key = @Address", new { Wallets.Of("thief").Address });
        await RefusesAsync("was altered");
    }

    [Fact]
    public async Task Names_both_master_keys_where_another_one_is_used()
    {
        await CreateAsync(_farmer);
        _keys = new WalletKeys(Db.Database, new MasterKeys(Other), TimeProvider.System);
        await RefusesAsync(Master.Id);
        await RefusesAsync(Other.Id);
    }

    [Fact]
    public async Task Refuses_to_serve_with_a_master_key_that_opens_nothing()
    {
        await new WalletKeys(Db.Database, new MasterKeys(Other), TimeProvider.System).RequireMasterKeyAsync(CancellationToken.None);
        await CreateAsync(_farmer);
        await _keys.RequireMasterKeyAsync(CancellationToken.None);
        var e = await Assert.ThrowsAsync<StorageException>(() => new WalletKeys(Db.Database, new MasterKeys(Other), TimeProvider.System).RequireMasterKeyAsync(CancellationToken.None));
        Assert.StartsWith("KALEPOOL_MASTER_KEY", e.Message, StringComparison.Ordinal);
        Assert.Contains(Master.Id, e.Message, StringComparison.Ordinal);
        Assert.Contains(Other.Id, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_never_deleted()
    {
        await CreateAsync(_farmer);
        var e = await Assert.ThrowsAnyAsync<DbException>(() => Db.RunAsync("DELETE FROM wallet_keys"));
        Assert.Contains("never deleted", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Db.ReadAsync<int>("SELECT COUNT(*) FROM wallet_keys"));
    }
}

public sealed class WalletKeysOnSqliteSpec() : WalletKeysSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class WalletKeysOnPostgresSpec(PostgresServer server) : WalletKeysSpec(server);
