using System.Globalization;

namespace KalePool.Hashing.Tests;

public class ThreadPlacementSpec
{
    const int NiceField = 18;
    const int PolicyField = 40;

    [SkippableTheory]
    [InlineData(HashingPriority.Idle, 19, 5)]
    [InlineData(HashingPriority.Low, 19, 0)]
    [InlineData(HashingPriority.Normal, 0, 0)]
    public async Task The_calling_thread_gets_its_priority_and_no_other(HashingPriority priority, int nice, int policy)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux tells what a thread got.");
        var found = (Nice: -1, Policy: -1);
        await OwnThread.Run(() =>
        {
            new ThreadPlacement(priority, null).Apply();
            found = Standing();
        });
        // The machine may have started the tests themselves with a nice value.
        Assert.Equal((Math.Max(nice, Standing().Nice), policy), found);
        Assert.NotEqual(5, Standing().Policy);
    }

    [SkippableFact]
    public async Task The_calling_thread_stays_on_its_processor()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux lets a thread choose.");
        Assert.True(CpuSet.TryParse(Allowed(), out var all));
        var last = CpuSet.Of([all.Numbers[^1]]);
        var found = "";
        await OwnThread.Run(() =>
        {
            new ThreadPlacement(HashingPriority.Low, last).Apply();
            found = Allowed();
        });
        Assert.Equal(last.ToString(), found);
        Assert.Equal(all.ToString(), Allowed());
    }

    static (int Nice, int Policy) Standing()
    {
        // Behind the name in brackets, which may hold spaces, the third field begins.
        var stat = File.ReadAllText("/proc/thread-self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[NiceField - 2], CultureInfo.InvariantCulture), int.Parse(fields[PolicyField - 2], CultureInfo.InvariantCulture));
    }

    static string Allowed() => File.ReadLines("/proc/thread-self/status").Single(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split(':')[1].Trim();
}
