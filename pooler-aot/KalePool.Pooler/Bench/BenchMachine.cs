using System.Globalization;
using System.Runtime.InteropServices;
using KalePool.Pooler.Cli;

namespace KalePool.Pooler.Bench;

/// <summary>Where and when it was measured, and with which version.</summary>
sealed record BenchMachine(string Version, string Cpu, string Os, string Date)
{
    public static BenchMachine Of(TimeProvider time) => new(
        RunCommand.Version, CpuName(), RuntimeInformation.OSDescription, time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Virtual machines hide the model's name behind its maker's: family and model tell the generation.</summary>
    static string CpuName()
    {
        try
        {
            var fields = File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
                .GroupBy(pair => pair[0].Trim()).ToDictionary(group => group.Key, group => group.First()[1].Trim());
            if (fields.TryGetValue("model name", out var name))
                return fields.TryGetValue("cpu family", out var family) && fields.TryGetValue("model", out var model) ? $"{name} (family {family} model {model})" : name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another system.
        }
        return RuntimeInformation.ProcessArchitecture.ToString();
    }
}
