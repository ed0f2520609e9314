using System.Globalization;

namespace KalePool.Backend.Settings;

/// <summary>Where the other nodes reach one.</summary>
public sealed record NodeAddress(string Host, int Port)
{
    /// <summary>The actor system's name, the same on every node.</summary>
    public const string System = "kalepool";

    static readonly string[] Schemes = [$"akka.tcp://{System}@", $"akka.ssl.tcp://{System}@"];

    public static bool IsHost(string text) => Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    /// <summary>host:port, or Akka's own address of the node.</summary>
    public static bool TryParse(string text, out NodeAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = Schemes.FirstOrDefault(s => text.StartsWith(s, StringComparison.Ordinal)) is { } scheme ? text[scheme.Length..] : text;
        var colon = rest.LastIndexOf(':');
        var host = colon < 0 ? "" : rest[..colon].Trim('[', ']');
        address = IsHost(host) && int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? new NodeAddress(host, port) : null;
        return address is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
