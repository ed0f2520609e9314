using System.ComponentModel;
using KalePool.Hashing;
using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Workers;

/// <summary>Starts workers from an image: from memory, or from a cache file where that is refused.</summary>
sealed class WorkerLauncher : IDisposable
{
    readonly MemoryFile? _memory;
    readonly string _path;
    readonly CpuMeter _meter;
    readonly TimeProvider _time;

    WorkerLauncher(MemoryFile? memory, string path, CpuMeter meter, TimeProvider time)
    {
        _memory = memory;
        _path = path;
        _meter = meter;
        _time = time;
    }

    /// <summary>The kernel that the first worker has chosen, or was given.</summary>
    public string Kernel { get; private set; } = "";

    /// <summary>Tries the images that fit, the best first, each from memory and from the cache, until a worker is ready.</summary>
    /// <param name="kernel">The kernel that is wanted; null: the fastest.</param>
    /// <param name="meter">Counts what the workers use.</param>
    /// <param name="trouble">Told of what did not work.</param>
    /// <returns>Null when no image works here.</returns>
    public static async Task<WorkerLauncher?> CreateAsync(
        IEnumerable<WorkerImage> images, string cacheFolder, string? kernel, CpuMeter meter, TimeProvider time, Action<string> trouble, CancellationToken cancellation)
    {
        foreach (var image in images)
        {
            foreach (var prepare in (Func<WorkerLauncher>[])[() => FromMemory(image, meter, time), () => FromCache(image, cacheFolder, meter, time)])
            {
                WorkerLauncher? launcher = null;
                try
                {
                    launcher = prepare();
                    using var first = await WorkerProcess.StartAsync(launcher._path, kernel, new(HashingPriority.Normal, null), meter, time, cancellation);
                    launcher.Kernel = first.Kernel;
                    return launcher;
                }
                catch (Exception e) when (e is WorkerException or Win32Exception or IOException or UnauthorizedAccessException)
                {
                    launcher?.Dispose();
                    trouble($"worker for {image.Level}: {e.Message}");
                }
            }
        }
        return null;
    }

    public Task<WorkerProcess> StartAsync(ThreadPlacement placement, CancellationToken cancellation) => WorkerProcess.StartAsync(_path, Kernel, placement, _meter, _time, cancellation);

    public void Dispose() => _memory?.Dispose();

    static WorkerLauncher FromMemory(WorkerImage image, CpuMeter meter, TimeProvider time)
    {
        if (!OperatingSystem.IsLinux()) throw new WorkerException("only Linux executes from memory");
        var memory = MemoryFile.Create(image.Bytes);
        return new(memory, memory.Path, meter, time);
    }

    static WorkerLauncher FromCache(WorkerImage image, string folder, CpuMeter meter, TimeProvider time) => OperatingSystem.IsWindows()
        ? throw new WorkerException("there are no worker images for Windows")
        : new(null, CacheFile.Prepare(folder, image.Bytes), meter, time);
}
