using KalePool.Pooler.Display;

namespace KalePool.Pooler.Tests.Display;

public sealed class RotatingLogSpec : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("kale-log").FullName;
    readonly List<string> _troubles = [];

    string Name => System.IO.Path.Combine(_folder, "pooler.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Full_files_move_on_and_the_oldest_is_dropped()
    {
        using (var log = new RotatingLog(Name, 10, 2, _troubles.Add))
            foreach (var line in (string[])["aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff", "gggg"]) log.WriteLine(line); // two of five bytes fill one
        Assert.Equal(["pooler.log", "pooler.log.1", "pooler.log.2"], Directory.GetFiles(_folder).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(("gggg\n", "eeee\nffff\n", "cccc\ndddd\n"), (File.ReadAllText(Name), File.ReadAllText(Name + ".1"), File.ReadAllText(Name + ".2")));
        Assert.Empty(_troubles);
    }

    [Fact]
    public void It_goes_on_with_the_file_that_is_there()
    {
        using (var log = new RotatingLog(Name, 100, 1, _troubles.Add)) log.WriteLine("before");
        using (var log = new RotatingLog(Name, 100, 1, _troubles.Add)) log.WriteLine("after");
        Assert.Equal("before\nafter\n", File.ReadAllText(Name));
    }

    [Fact]
    public void None_is_kept_where_none_is_wanted()
    {
        using (var log = new RotatingLog(Name, 5, 0, _troubles.Add))
            foreach (var line in (string[])["aaaa", "bbbb"]) log.WriteLine(line);
        Assert.Equal("bbbb\n", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder))));
    }

    [Fact]
    public void What_cannot_be_written_is_said_once_and_stops_nothing()
    {
        Directory.CreateDirectory(Name); // a folder in its place
        using var log = new RotatingLog(Name, 10, 1, _troubles.Add);
        log.WriteLine("lost");
        log.WriteLine("lost");
        Assert.Single(_troubles);
        Directory.Delete(Name);
        log.WriteLine("kept");
        log.Dispose();
        Assert.Equal("kept\n", File.ReadAllText(Name));
    }
}
