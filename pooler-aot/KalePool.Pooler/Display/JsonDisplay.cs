using System.Text.Json;
using KalePool.Pooler.Settings;

namespace KalePool.Pooler.Display;

/// <summary>A JSON object an event and line, for programs.</summary>
sealed class JsonDisplay(TextWriter output, LogLevel level) : IPoolerDisplay
{
    public void Show(PoolerEvent e, DateTimeOffset at)
    {
        if (PlainText.LevelOf(e) < level && e is not BlockSettled) return;
        output.WriteLine(JsonSerializer.Serialize(e, EventJson.Default.PoolerEvent));
        output.Flush();
    }

    public void Dispose() => output.Flush();
}
