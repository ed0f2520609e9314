using KalePool.Backend.Custody;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Custody;

public sealed class SecretFileSpec : IDisposable
{
    readonly TempFolder _folder = new();

    string Path => _folder["secret"];

    public void Dispose() => _folder.Dispose();

    string ReadOrMake(string fresh, out bool made) => SecretFile.ReadOrMake(Path, () => fresh, text => text.Length == 6, out made);

    [Fact]
    public void Is_made_once_and_used_again()
    {
        Assert.Equal("first1", ReadOrMake("first1", out var made));
        Assert.True(made);
        Assert.Equal("first1", ReadOrMake("second", out made));
        Assert.False(made);
        Assert.Equal([Path], Directory.GetFiles(_folder.Path));
    }

    [SkippableFact]
    public void Is_for_its_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes");
        ReadOrMake("first1", out _);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Is_made_where_a_crash_left_half_of_one()
    {
        File.WriteAllText(Path + ".new", "hal");
        Assert.Equal("first1", ReadOrMake("first1", out _));
        Assert.Equal("first1", ReadOrMake("second", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("half")]
    public void Is_refused_where_the_file_holds_something_else(string content)
    {
        File.WriteAllText(Path, content);
        var e = Assert.Throws<StorageException>(() => ReadOrMake("second", out _));
        Assert.StartsWith(Path, e.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Path));
    }

    [Fact]
    public void Is_refused_where_no_file_can_be()
    {
        Directory.CreateDirectory(Path);
        var e = Assert.Throws<StorageException>(() => ReadOrMake("second", out _));
        Assert.StartsWith(Path, e.Message, StringComparison.Ordinal);
    }
}
