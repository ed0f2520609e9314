using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KalePool.Backend.Settings;

/// <summary>
/// By which nodes know each other: what a peer shows must be this very certificate, or be signed by an authority that lies in the same file.
/// The machine's own authorities say nothing about who may be a node.
/// </summary>
public sealed class ClusterCertificate
{
    readonly X509Certificate2Collection _authorities;

    ClusterCertificate(X509Certificate2 own, X509Certificate2Collection authorities) => (Own, _authorities) = (own, authorities);

    /// <summary>With its private key.</summary>
    public X509Certificate2 Own { get; }

    /// <param name="wrong">Why not, in words.</param>
    public static bool TryLoad(string path, string? password, out ClusterCertificate? certificate, out string wrong)
    {
        (certificate, wrong) = (null, "");
        try
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password, X509KeyStorageFlags.DefaultKeySet);
            var own = all.Where(c => c.HasPrivateKey).ToList();
            if (own.Count == 1) certificate = new ClusterCertificate(own[0], [.. all.Where(c => !c.HasPrivateKey)]);
            else wrong = $"{own.Count} private keys in it";
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            wrong = e.Message;
        }
        return certificate is not null;
    }

    /// <summary>Whether the other end is a node.</summary>
    public bool Accepts(X509Certificate2? peer)
    {
        if (peer is null) return false;
        if (CryptographicOperations.FixedTimeEquals(peer.RawData, Own.RawData)) return true;
        if (_authorities.Count == 0) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.ExtraStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(peer);
    }
}
