using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Tests.Machine;

public class ControlGroupsSpec
{
    [Theory]
    [InlineData("150000 100000", 1.5)]
    [InlineData("max 100000", null)]
    [InlineData("-1 100000", null)]
    [InlineData("50000", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_quota_is_time_in_a_period(string? text, double? expected) => Assert.Equal(expected, ControlGroups.QuotaOf(text));

    [Fact]
    public void The_tightest_group_of_all_above_counts()
    {
        using var files = new FakeFiles(
            ("proc/self/cgroup", "0::/user.slice/miner.service"),
            ("sys/fs/cgroup/user.slice/miner.service/cpu.max", "max 100000"),
            ("sys/fs/cgroup/user.slice/cpu.max", "200000 100000"),
            ("sys/fs/cgroup/user.slice/miner.service/memory.max", "max"),
            ("sys/fs/cgroup/user.slice/memory.max", "1000"),
            ("sys/fs/cgroup/user.slice/memory.current", "900"),
            ("sys/fs/cgroup/user.slice/memory.stat", "anon 400\ninactive_file 300\nactive_file 200"));
        Assert.Equal(2, ControlGroups.CpuQuota(files.Files));
        Assert.Equal(0.6, ControlGroups.MemoryUse(files.Files)!.Value, 6); // files that can be dropped are not counted
    }

    [Fact]
    public void The_first_version_is_read_too()
    {
        using var files = new FakeFiles(
            ("proc/self/cgroup", "4:memory:/jobs/7\n3:cpu,cpuacct:/jobs/7\n0::/"),
            ("sys/fs/cgroup/cpu/jobs/7/cpu.cfs_quota_us", "50000"),
            ("sys/fs/cgroup/cpu/jobs/7/cpu.cfs_period_us", "100000"),
            ("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1"),
            ("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000"),
            ("sys/fs/cgroup/memory/jobs/7/memory.limit_in_bytes", "2000"),
            ("sys/fs/cgroup/memory/jobs/7/memory.usage_in_bytes", "1900"),
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712"),
            ("sys/fs/cgroup/memory/memory.usage_in_bytes", "1900"));
        Assert.Equal(0.5, ControlGroups.CpuQuota(files.Files));
        Assert.Equal(0.95, ControlGroups.MemoryUse(files.Files)!.Value, 6);
    }

    [Fact]
    public void Where_nothing_is_told_there_is_no_limit()
    {
        using var files = new FakeFiles();
        Assert.Equal((null, null), (ControlGroups.CpuQuota(files.Files), ControlGroups.MemoryUse(files.Files)));
    }
}
