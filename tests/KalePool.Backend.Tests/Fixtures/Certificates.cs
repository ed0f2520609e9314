using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>Authorities and what they sign, as PFX files.</summary>
static class Certificates
{
    static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Until = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, Until);
    }

    /// <summary>A node's, signed by the authority; by itself where there is none.</summary>
    public static X509Certificate2 Node(string name, X509Certificate2? authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (authority is null) return request.CreateSelfSigned(From, Until);
        using var signed = request.Create(authority, From, Until.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>Writes the node's certificate with its key, and the authority's without.</summary>
    public static string Save(string path, X509Certificate2 node, X509Certificate2? authority = null, string? password = null)
    {
        X509Certificate2Collection all = [node];
        if (authority is not null) all.Add(X509CertificateLoader.LoadCertificate(authority.RawData));
        File.WriteAllBytes(path, all.Export(X509ContentType.Pkcs12, password)!);
        return path;
    }
}
