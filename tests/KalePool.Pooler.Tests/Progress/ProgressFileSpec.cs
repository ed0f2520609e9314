using KalePool.Contracts.Poolers;
using KalePool.Hashing;
using KalePool.Pooler.Progress;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Tests.Progress;

public sealed class ProgressFileSpec : IDisposable
{
    static readonly byte[] Entropy = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    static readonly string Wallet = Wallets.Of("farmer").Address;
    static readonly ReadOnlyMemory<byte> Key = Wallets.Of("farmer").PublicKey.Span.ToArray();

    readonly string _directory = Directory.CreateTempSubdirectory("kale-pooler").FullName;
    readonly List<string> _troubles = [];

    string Path => System.IO.Path.Combine(_directory, "pooler.block");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    ProgressFile File(string secret = "the key") => new(Path, secret);

    static Digest HashOf(ulong nonce) => SearchTemplate.Create(7, Entropy, Key.Span).HashOf(nonce);

    static BlockProgress Block(params FarmerProgress[] farmers) =>
        new(BlockProgress.Current, 7, Convert.ToHexStringLower(Entropy), [new PlantedFarmer(Guid.NewGuid(), Wallet, 5, "ab")], farmers);

    HashProgress? Known(BlockProgress progress, uint block = 7, byte[]? entropy = null) => new KnownProgress(progress, _troubles.Add).Of(block, entropy ?? Entropy, Wallet, Key.Span);

    [Fact]
    public void What_was_written_is_read_as_it_was_and_nothing_is_left_beside_it()
    {
        var written = Block(new(Wallet, 1UL << 40, 1_000, 42, HashOf(42).ToString()), new("GOTHER", 5, 0));
        File().Write(Block());
        File().Write(written);
        Assert.Equivalent(written, File().Read(_troubles.Add), strict: true);
        Assert.Empty(_troubles);
        Assert.Equal([Path], Directory.GetFiles(_directory));
    }

    [Fact]
    public void No_file_is_no_trouble()
    {
        Assert.Null(File().Read(_troubles.Add));
        Assert.Empty(_troubles);
    }

    /// <summary>Every length that a power loss could leave, and a bit of every byte changed.</summary>
    [Fact]
    public void A_file_that_is_cut_or_changed_anywhere_is_not_used_and_said_so()
    {
        File().Write(Block(new FarmerProgress(Wallet, 0, 1_000, 42, HashOf(42).ToString())));
        var whole = System.IO.File.ReadAllBytes(Path);
        for (var length = 0; length < whole.Length; length++) AssertRefused(whole[..length]);
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 4;
            AssertRefused(changed);
        }
        AssertRefused([.. whole, 1]);
    }

    void AssertRefused(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(Path, bytes);
        _troubles.Clear();
        Assert.Null(File().Read(_troubles.Add));
        Assert.Contains(Path, Assert.Single(_troubles), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_somebody_without_the_key_is_not_used()
    {
        File("another key").Write(Block());
        Assert.Null(File().Read(_troubles.Add));
        Assert.Single(_troubles);
    }

    [Fact]
    public void A_file_without_end_and_one_of_a_later_version_are_not_used()
    {
        File().Write(Block() with { Version = 2 });
        Assert.Null(File().Read(_troubles.Add));
        Assert.Contains("version 2", _troubles[^1], StringComparison.Ordinal);
        using (var file = new FileStream(Path, FileMode.Create)) file.SetLength(1L << 33);
        Assert.Null(File().Read(_troubles.Add));
        Assert.Equal(2, _troubles.Count);
    }

    [Fact]
    public void A_folder_that_is_gone_is_an_error_that_names_the_file() =>
        Assert.Contains("gone", Assert.ThrowsAny<IOException>(() => new ProgressFile(System.IO.Path.Combine(_directory, "gone", "x"), "k").Write(Block())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_hash_is_made_again_from_its_nonce()
    {
        var known = Known(Block(new FarmerProgress(Wallet, 1UL << 40, 1_000, 42, HashOf(42).ToString())))!;
        Assert.Equal((1UL << 40, 1_000UL), (known.Start, known.Taken));
        Assert.Equal(new Found(42, HashOf(42), HashOf(42).Zeros), known.Best);
        Assert.Empty(_troubles);
    }

    [Theory]
    [InlineData(43UL, null)] // another nonce's hash
    [InlineData(42UL, "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(42UL, "")]
    [InlineData(42UL, "not hex at all")]
    public void A_nonce_whose_hash_is_another_one_is_not_used_and_said_so(ulong nonce, string? hash)
    {
        Assert.Null(Known(Block(new FarmerProgress(Wallet, 0, 1_000, nonce, hash ?? HashOf(42).ToString()))));
        Assert.Contains(Wallet, Assert.Single(_troubles), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1UL << 63, 0UL)]
    [InlineData(0UL, ulong.MaxValue)]
    public void Nonces_out_of_range_are_not_used(ulong start, ulong taken)
    {
        Assert.Null(Known(Block(new FarmerProgress(Wallet, start, taken))));
        Assert.Single(_troubles);
    }

    [Fact]
    public void Another_block_or_the_same_index_on_another_chain_is_no_trouble_and_of_no_use()
    {
        var progress = Block(new FarmerProgress(Wallet, 0, 1_000, 42, HashOf(42).ToString()));
        Assert.Null(Known(progress, block: 8));
        Assert.Null(Known(progress, entropy: new byte[32]));
        Assert.Empty(new KnownProgress(progress, _troubles.Add).PlantedIn(7, new byte[32]));
        Assert.Equal(Wallet, Assert.Single(new KnownProgress(progress, _troubles.Add).PlantedIn(7, Entropy)).CustodialWallet);
        Assert.Null(new KnownProgress(null, _troubles.Add).Of(7, Entropy, Wallet, Key.Span));
        Assert.Empty(_troubles);
    }

    [Fact]
    public void Hashing_goes_on_behind_the_last_nonce_with_what_was_found()
    {
        var known = Known(Block(new FarmerProgress(Wallet, 1UL << 40, 1_000, 42, HashOf(42).ToString())));
        var schedule = new HashSchedule(null, 100);
        schedule.Begin(7, Entropy, 60, [new HashTarget(Wallet, Key, known)]);
        var piece = schedule.Take()!;
        Assert.Equal(((1UL << 40) + 1_000, 100UL, HashOf(42).Zeros), (piece.Range.Start, piece.Range.Count, piece.ZerosToBeat));
        Assert.Equal(new HashProgress(1UL << 40, 1_100, new Found(42, HashOf(42), HashOf(42).Zeros)), schedule.ProgressOf(7)[Wallet]);
    }
}
