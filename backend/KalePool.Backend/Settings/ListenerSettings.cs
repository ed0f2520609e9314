using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Settings;

/// <summary>Where the API is served, and to whom. Keys and tokens travel in it: off loopback it is encrypted, or a stated proxy in front of it is.</summary>
/// <param name="Host">Of this machine; 0.0.0.0 and :: for all of its addresses.</param>
/// <param name="Certificate">With its private key; null where the API is plain HTTP.</param>
/// <param name="Proxies">Whose X-Forwarded-For is believed, and, where the API is plain HTTP off loopback, who alone is served.</param>
public sealed record ListenerSettings(IPAddress Host, int Port, X509Certificate2? Certificate, IReadOnlyList<IPNetwork> Proxies)
{
    const string CertificateExpected = "a PKCS#12 file without a password, or a PEM file with certificate and private key";

    public static ListenerSettings Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var host = reader.Optional("API_HOST", IPAddress.Loopback, "an IP address of this machine", (string text, out IPAddress value) => IPAddress.TryParse(text, out value!));
        var port = reader.Int("PORT", 3000, 0, 65535);
        var certificate = reader.Find("TLS_CERTIFICATE") is { } path ? Load(reader, path) : null;
        IReadOnlyList<IPNetwork> proxies = reader.Optional<IReadOnlyList<IPNetwork>>("TRUSTED_PROXIES", [], "addresses or networks, comma separated: 10.0.0.7, 10.1.0.0/16", TryReadNetworks);
        if (!IPAddress.IsLoopback(host) && reader.Find("TLS_CERTIFICATE") is null && proxies.Count == 0)
            reader.Fail("API_HOST", $"{host} without TLS_CERTIFICATE and without TRUSTED_PROXIES", "a loopback address, a certificate, or the addresses of the proxies that encrypt: keys would travel in plain text");
        return new ListenerSettings(host, port, certificate, proxies);
    }

    static X509Certificate2? Load(SettingsReader reader, string path)
    {
        try
        {
            var isPem = path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase);
            var certificate = isPem ? X509Certificate2.CreateFromPemFile(path) : X509CertificateLoader.LoadPkcs12FromFile(path, null);
            if (certificate.HasPrivateKey) return certificate;
            certificate.Dispose();
            reader.Fail("TLS_CERTIFICATE", $"{SettingsReader.Shown(path)}, which has no private key", CertificateExpected);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            reader.Fail("TLS_CERTIFICATE", $"{SettingsReader.Shown(path)} ({e.Message})", CertificateExpected);
        }
        return null;
    }

    static bool TryReadNetworks(string text, out IReadOnlyList<IPNetwork> networks)
    {
        var read = new List<IPNetwork>();
        networks = read;
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(part, out var network)) read.Add(network);
            else if (IPAddress.TryParse(part, out var address)) read.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else return false;
        }
        return read.Count > 0;
    }
}
