using System.Text.Json;

namespace KalePool.Demo.Harness;

/// <summary>The pooler's <c>--json</c> lines, kept in order.</summary>
public sealed class PoolerLines
{
    const int Kept = 10_000;

    readonly Lock _lock = new();
    readonly Queue<JsonElement> _events = new();

    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    /// <summary>Lines that are no JSON object are in the log file only.</summary>
    public void Add(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!line.StartsWith('{')) return;
        try
        {
            using var document = JsonDocument.Parse(line);
            lock (_lock)
            {
                _events.Enqueue(document.RootElement.Clone());
                if (_events.Count > Kept) _events.Dequeue();
            }
        }
        catch (JsonException)
        {
            // A line cut short by its writer's death; the log file has it.
        }
    }
}
