using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Tests.Machine;

public sealed class MachineLoadMeterSpec : IDisposable
{
    readonly FakeFiles _files = new(("proc/stat", "cpu  1000 0 0 9000 0 0 0 0 0 0\ncpu0 1 2 3"), ("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable: 600 kB"));
    TimeSpan _own;

    public void Dispose() => _files.Dispose();

    [Fact]
    public void What_the_pooler_uses_itself_is_not_held_against_it()
    {
        var meter = new MachineLoadMeter(_files.Files, new(() => _own), null);
        // 20 s of all processors pass; 19 are busy, 12 of them with hashing.
        _files.Write("proc/stat", "cpu  1700 1000 100 9090 10 50 50 0 0 0");
        _own += TimeSpan.FromSeconds(12);
        Assert.Equal(7.0 / 20, meter.Measure().OthersCpu, 6);
        Assert.Equal(0, meter.Measure().OthersCpu); // no time has passed
    }

    [Fact]
    public void Memory_is_what_is_not_available()
    {
        Assert.Equal(0.4, new MachineLoadMeter(_files.Files, new(), null).Measure().Memory, 6);
        _files.Write("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable: 50 kB");
        Assert.Equal(0.95, new MachineLoadMeter(_files.Files, new(), null).Measure().Memory, 6);
    }

    [Fact]
    public void The_poolers_own_limit_counts_where_it_is_tighter() => Assert.Equal(1, new MachineLoadMeter(_files.Files, new(), 1 << 20).Measure().Memory);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("intr 1 2 3 4 5 6 7 8")]
    public void Without_figures_nothing_is_claimed(string? stat) => Assert.Null(MachineLoadMeter.CpuOf(stat));
}
