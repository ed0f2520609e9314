using System.Globalization;
using KalePool.Pooler.Settings;

namespace KalePool.Pooler.Display;

/// <summary>Shows events by another display and writes each into a log as well.</summary>
sealed class LoggingDisplay(IPoolerDisplay shown, RotatingLog log, LogLevel level) : IPoolerDisplay
{
    public void Show(PoolerEvent e, DateTimeOffset at)
    {
        shown.Show(e, at);
        if (PlainText.LevelOf(e) >= level) log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-ddTHH:mm:ssZ} {PlainText.LineOf(e)}"));
    }

    public void Dispose()
    {
        shown.Dispose();
        log.Dispose();
    }
}
