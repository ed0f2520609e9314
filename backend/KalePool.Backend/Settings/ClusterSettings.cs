using System.Net;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Settings;

/// <summary>Who the nodes of this pool are and how they reach each other.</summary>
/// <param name="Host">The name or address by which the other nodes reach this one; it listens there.</param>
/// <param name="Port">0 only for a node that is alone: any that is free.</param>
/// <param name="Seeds">Whom a node asks to let it in, in the same order on every node; the first founds the cluster. Empty: one node, alone.</param>
/// <param name="Certificate">Null where everything stays on loopback.</param>
public sealed record ClusterSettings(string Host, int Port, IReadOnlyList<NodeAddress> Seeds, ClusterCertificate? Certificate)
{
    const string Loopback = "127.0.0.1";
    const string SeedsName = "CLUSTER_SEEDS";
    const string HostName = "CLUSTER_HOST";
    const string PortName = "CLUSTER_PORT";
    const string CertificateName = "CLUSTER_TLS_CERTIFICATE";
    const string CertificateExpected = "the path of a PFX file with a certificate and its private key: off loopback nodes speak mutual TLS";

    /// <summary>As <see cref="EnvFile"/>'s lists: nobody runs more.</summary>
    const int MostSeeds = 16;

    static readonly string SeedsExpected = $"host:port or akka.tcp://{NodeAddress.System}@host:port, comma separated, at most {MostSeeds}, each once";

    public bool IsAlone => Seeds.Count == 0;

    /// <summary>This node is the one that founds the cluster where there is none.</summary>
    public bool IsFirstSeed => !IsAlone && Seeds[0] == new NodeAddress(Host, Port);

    /// <summary>Notes what is wrong in the reader; what it returns then is of no use.</summary>
    public static ClusterSettings Read(SettingsReader reader, DatabaseSettings database)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var seeds = reader.Optional<IReadOnlyList<NodeAddress>>(SeedsName, [], SeedsExpected, TryParseSeeds);
        var host = reader.Optional(HostName, Loopback, "a host name or an IP address, by which the other nodes reach this one", (string text, out string value) => NodeAddress.IsHost(value = text));
        var port = reader.Int(PortName, 0, 0, 65535);
        var certificate = ReadCertificate(reader);
        if (seeds.Count > 0)
        {
            if (port == 0 && reader.Errors.All(e => e.Name != PortName)) reader.Fail(PortName, reader.Find(PortName) is null ? "nothing (it is not set)" : "0", "a port from 1 to 65535: the other nodes must know it");
            if (database is DatabaseSettings.Sqlite && reader.Errors.All(e => e.Name != "DATABASE_URL")) reader.Fail("DATABASE_URL", "an embedded database", $"postgresql://…: {SeedsName} is set, and the nodes of a cluster share one database");
            if (IsLoopback(host) && seeds.FirstOrDefault(s => !IsLoopback(s.Host)) is { } far) reader.Fail(HostName, SettingsReader.Shown(host), $"an address that {far} reaches");
        }
        if (certificate is null && !IsLoopback(host) && reader.Errors.All(e => e.Name != CertificateName)) reader.Missing(CertificateName, CertificateExpected);
        return new ClusterSettings(host, port, seeds, certificate);
    }

    static ClusterCertificate? ReadCertificate(SettingsReader reader)
    {
        var password = reader.OptionalSecret(CertificateName + "_PASSWORD", "the password of the PFX file");
        if (reader.OptionalText(CertificateName) is not { } path) return null;
        if (ClusterCertificate.TryLoad(path, password, out var certificate, out var wrong)) return certificate;
        reader.Fail(CertificateName, $"{SettingsReader.Shown(path)} ({wrong})", CertificateExpected);
        return null;
    }

    static bool TryParseSeeds(string text, out IReadOnlyList<NodeAddress> seeds)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var found = parts.Select(part => NodeAddress.TryParse(part, out var seed) ? seed : null).OfType<NodeAddress>().Distinct().ToList();
        seeds = found;
        return parts.Length is > 0 and <= MostSeeds && found.Count == parts.Length;
    }

    static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
