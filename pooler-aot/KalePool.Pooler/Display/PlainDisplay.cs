using System.Globalization;
using KalePool.Pooler.Settings;

namespace KalePool.Pooler.Display;

/// <summary>A line an event, with the time, for logs and pipes.</summary>
sealed class PlainDisplay(TextWriter output, LogLevel level) : IPoolerDisplay
{
    public void Show(PoolerEvent e, DateTimeOffset at)
    {
        if (PlainText.LevelOf(e) < level) return;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-ddTHH:mm:ssZ} {PlainText.LineOf(e)}"));
        output.Flush();
    }

    public void Dispose() => output.Flush();
}
