using System.Runtime.Versioning;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Tests.Workers;

[UnsupportedOSPlatform("windows")]
public sealed class CacheFileSpec : IDisposable
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), $"kale-cache-{Guid.NewGuid():n}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Holds_the_bytes_for_its_owner_alone()
    {
        var path = CacheFile.Prepare(_folder, [1, 2, 3]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        Assert.Equal(path, CacheFile.Prepare(_folder, [1, 2, 3]));
        Assert.NotEqual(path, CacheFile.Prepare(_folder, [1, 2, 4]));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Is_written_anew_when_it_was_changed()
    {
        var path = CacheFile.Prepare(_folder, [1, 2, 3]);
        File.WriteAllBytes(path, [1, 2, 9]);
        Assert.Equal(path, CacheFile.Prepare(_folder, [1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));

        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherWrite);
        CacheFile.Prepare(_folder, [1, 2, 3]);
        Assert.False(File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite));
    }
}
