using System.Reflection;

namespace KalePool.Pooler.Workers;

/// <summary>A worker executable that this one carries, compiled for one level of instructions.</summary>
sealed record WorkerImage(string Level, byte[] Bytes)
{
    /// <summary>The images that this CPU can run, the best first. Only a published executable carries any; only on x86-64 are they needed.</summary>
    public static IEnumerable<WorkerImage> Fitting()
    {
        foreach (var level in CpuLevels.Of())
        {
            using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"worker/{level}");
            if (resource is null) continue;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            yield return new(level, bytes);
        }
    }
}
