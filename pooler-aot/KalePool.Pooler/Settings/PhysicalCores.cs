namespace KalePool.Pooler.Settings;

/// <summary>How many cores this process has that are not two halves of one: a second hash on a core's sibling gains little and heats much.</summary>
static class PhysicalCores
{
    const string Cpus = "/sys/devices/system/cpu";

    /// <summary>At least 1; never more than the processors this process may use (affinity, cgroup).</summary>
    public static int Count()
    {
        try
        {
            var siblings = Directory.Exists(Cpus)
                ? Directory.GetDirectories(Cpus, "cpu*").Select(cpu => Path.Combine(cpu, "topology/thread_siblings_list")).Where(File.Exists).Select(File.ReadAllText).Distinct().Count()
                : 0;
            return siblings == 0 ? Environment.ProcessorCount : Math.Min(siblings, Environment.ProcessorCount);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Environment.ProcessorCount;
        }
    }
}
