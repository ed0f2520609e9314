using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Tests.Machine;

public class MachineCpusSpec
{
    [Fact]
    public void Only_what_affinity_and_cpuset_allow_is_there()
    {
        using var files = new FakeFiles(
            ("proc/self/status", "Name:\tx\nCpus_allowed:\tb\nCpus_allowed_list:\t0-1,3\n"),
            ("sys/devices/system/cpu/cpu0/topology/core_cpus_list", "0,2"),
            ("sys/devices/system/cpu/cpu1/topology/thread_siblings_list", "1,3"),
            ("sys/devices/system/cpu/cpu3/topology/thread_siblings_list", "1,3"),
            ("sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", "5000000"),
            ("sys/devices/system/cpu/cpu1/cpu_capacity", "446"));
        var machine = MachineCpus.Read(files.Files, 64);
        Assert.Equal([new Cpu(0, "0,2", 5_000_000), new(1, "1,3", 446), new(3, "1,3", 0)], machine.Cpus);
        Assert.Equal((3, null), (machine.Count, machine.Quota));
    }

    [Fact]
    public void Where_nothing_is_told_the_runtime_counts()
    {
        using var files = new FakeFiles();
        var machine = MachineCpus.Read(files.Files, 6);
        Assert.Empty(machine.Cpus);
        Assert.Equal(6, machine.Count);
    }

    [Fact]
    public void This_machine_has_at_least_one() => Assert.InRange(MachineCpus.Read().Count, 1, 8192);
}
