namespace KalePool.Demo.Harness;

/// <summary>Writes each line to a file at once and remembers the last few.</summary>
sealed class OutputTail(string file) : IDisposable
{
    const int Kept = 12;

    readonly Lock _lock = new();
    readonly Queue<string> _lines = new();
    StreamWriter? _writer = new(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    public void Add(string line)
    {
        lock (_lock)
        {
            _writer?.WriteLine(line);
            _lines.Enqueue(line);
            if (_lines.Count > Kept) _lines.Dequeue();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }
}
