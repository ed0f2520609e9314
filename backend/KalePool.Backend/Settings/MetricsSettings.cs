using System.Net;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Settings;

/// <summary>Where /metrics is served.</summary>
public sealed record MetricsSettings(IPAddress Host, int Port)
{
    /// <summary>Null where they are not wanted.</summary>
    public static MetricsSettings? Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var host = reader.Optional("METRICS_HOST", IPAddress.Loopback, "an IP address of this machine", (string text, out IPAddress value) => IPAddress.TryParse(text, out value!));
        var port = reader.Int("METRICS_PORT", 9091, 0, 65535);
        return reader.Flag("ENABLE_METRICS", true) ? new MetricsSettings(host, port) : null;
    }
}
