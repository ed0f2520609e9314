using System.Buffers;
using System.Text;
using KalePool.Hashing.Frames;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Workers;

namespace KalePool.Pooler.Tests.Workers;

/// <summary>Shell scripts in the place of worker images: one runs the real worker, others do what a broken one would.</summary>
sealed class WorkerScripts : IDisposable
{
    readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"kale-workers-{Guid.NewGuid():n}")).FullName;

    public List<string> Troubles { get; } = [];

    /// <summary>The real worker, built for this framework.</summary>
    public static string Real => $"exec '{Environment.ProcessPath}' '{Path.Combine(AppContext.BaseDirectory, "kale-worker.dll")}' \"$@\"";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Says these frames and then nothing more, until it is killed.</summary>
    public string Saying(params WorkerFrame[] frames) => $"cat '{FileOf(frames)}'; exec sleep 1000";

    /// <summary>Says the first frame, and the others when it has heard so many bytes.</summary>
    public string Saying(int heard, WorkerFrame first, params WorkerFrame[] frames) =>
        $"cat '{FileOf(first)}'; head -c {heard} > /dev/null; cat '{FileOf(frames)}'; exec sleep 1000";

    /// <summary>Says the first frame, and the second again and again from when it has heard something; writes all that it hears into a file.</summary>
    public string WritingDown(string heard, WorkerFrame first, WorkerFrame again) =>
        $"cat '{FileOf(first)}'; (i=0; while [ ! -s '{heard}' ] && [ $i -lt 600 ]; do sleep 0.1; i=$((i+1)); done; while cat '{FileOf(again)}'; do sleep 0.5; done) & exec cat >> '{heard}'";

    /// <summary>The path of one that is not there yet.</summary>
    public string NewFile() => Path.Combine(_folder, Guid.NewGuid().ToString("n"));

    /// <summary>All whole frames.</summary>
    public static IReadOnlyList<WorkerFrame> FramesOf(byte[] bytes)
    {
        var (rest, frames) = (new ReadOnlySequence<byte>(bytes), new List<WorkerFrame>());
        while (FrameReader.Read(ref rest) is { } frame) frames.Add(frame);
        return frames;
    }

    /// <summary>One thing the first so many times, another ever after.</summary>
    public string First(int times, string broken, string sound)
    {
        var count = NewFile();
        return $"echo >> '{count}'; if [ $(wc -l < '{count}') -le {times} ]; then {broken}; else {sound}; fi";
    }

    public async Task<WorkerLauncher?> LaunchAsync(string script, string? kernel = "scalar", CpuMeter? meter = null) => await WorkerLauncher.CreateAsync(
        [new WorkerImage("test", Encoding.UTF8.GetBytes($"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n"))], _folder, kernel, meter ?? new(), TimeProvider.System, Tell, CancellationToken.None);

    public void Tell(string trouble)
    {
        lock (Troubles) Troubles.Add(trouble);
    }

    string FileOf(params WorkerFrame[] frames)
    {
        var writer = new ArrayBufferWriter<byte>();
        foreach (var frame in frames) FrameWriter.Write(writer, frame);
        var path = NewFile();
        File.WriteAllBytes(path, writer.WrittenSpan);
        return path;
    }
}
