using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KalePool.Backend.Hosting;
using KalePool.Backend.Settings;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace KalePool.Backend.Tests.Hosting;

/// <summary>The port that keys and tokens come in by.</summary>
public sealed class ApiListenerSpec : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kalepool.pfx")]
    [InlineData("kalepool.pem")]
    public async Task Is_encrypted_with_a_certificate(string file)
    {
        using var made = MakeCertificate();
        await (file.EndsWith(".pem", StringComparison.Ordinal)
            ? File.WriteAllTextAsync(_folder[file], made.ExportCertificatePem() + "\n" + made.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem())
            : File.WriteAllBytesAsync(_folder[file], made.Export(X509ContentType.Pfx)));
        await using var app = await ServeAsync(Read(("TLS_CERTIFICATE", _folder[file])));
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == made.Thumbprint };
        using var http = new HttpClient(handler);
        var url = new Uri(app.Urls.Single());

        Assert.Equal("https", url.Scheme);
        Assert.Equal("127.0.0.1", await http.GetStringAsync(url));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new UriBuilder(url) { Scheme = "http" }.Uri));
    }

    [Theory]
    [InlineData("10.1.2.3", "203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.9.9.9", "203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.1.2.3", null, "10.1.2.3")]
    [InlineData("10.1.2.3", "1.1.1.1, 203.0.113.9", "203.0.113.9")]
    public async Task Believes_a_stated_proxy_about_its_caller_one_step_back(string from, string? forwarded, string seen)
    {
        await using var app = await ServeAsync(Read(("TRUSTED_PROXIES", "10.1.0.0/16, 10.9.9.9")));

        Assert.Equal((HttpStatusCode.OK, seen), await AskAsync(app, from, forwarded));
    }

    [Theory]
    [InlineData("10.2.0.1")]
    [InlineData("203.0.113.9")]
    [InlineData("fe80::1")]
    public async Task Serves_nobody_else_in_plain_text(string from)
    {
        await using var app = await ServeAsync(Read(("TRUSTED_PROXIES", "10.1.0.0/16")));

        Assert.Equal((HttpStatusCode.Forbidden, "this server is reached by its proxy only"), await AskAsync(app, from, "10.1.2.3"));
    }

    [Theory]
    [InlineData("API_HOST", "0.0.0.0", "keys would travel in plain text")]
    [InlineData("API_HOST", "backend.example", "an IP address of this machine")]
    [InlineData("TRUSTED_PROXIES", "10.1.0.0/33", "addresses or networks")]
    [InlineData("TRUSTED_PROXIES", ",", "addresses or networks")]
    [InlineData("TLS_CERTIFICATE", "nowhere.pfx", "a PKCS#12 file")]
    [InlineData("TLS_CERTIFICATE", "nowhere.pem", "a PKCS#12 file")]
    public void Refuses_what_would_show_keys_to_others(string name, string value, string expected)
    {
        var reader = ReaderOf((name, value));

        ListenerSettings.Read(reader);

        var error = Assert.Single(reader.Errors);
        Assert.Equal(name, error.Name);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_certificate_without_its_key()
    {
        using var made = MakeCertificate();
        File.WriteAllBytes(_folder["public.pfx"], new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(made.Export(X509ContentType.Cert))).Export(X509ContentType.Pfx)!);
        var reader = ReaderOf(("TLS_CERTIFICATE", _folder["public.pfx"]));

        ListenerSettings.Read(reader);

        Assert.Contains("no private key", Assert.Single(reader.Errors).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_loopback_with_a_certificate_or_a_stated_proxy()
    {
        Assert.Equal(IPAddress.Any, Read(("API_HOST", "0.0.0.0"), ("TRUSTED_PROXIES", "10.0.0.0/8")).Host);
        Assert.Equal(IPAddress.Loopback, Read().Host);
    }

    static ListenerSettings Read(params (string Name, string Value)[] values)
    {
        var reader = ReaderOf([.. values, ("PORT", "0")]);
        var settings = ListenerSettings.Read(reader);
        reader.ThrowIfInvalid();
        return settings;
    }

    static SettingsReader ReaderOf(params (string Name, string Value)[] values) => new(SettingsSource.Of(values.ToDictionary(v => v.Name, v => v.Value)));

    /// <summary>A server that answers with the address which it takes for its caller's; the test says from where the connection comes.</summary>
    static async Task<WebApplication> ServeAsync(ListenerSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForApi(settings));
        var app = builder.Build();
        app.Use(next => context =>
        {
            if (context.Request.Headers["Test-From"].FirstOrDefault() is { } from) context.Connection.RemoteIpAddress = IPAddress.Parse(from);
            return next(context);
        });
        app.UseStatedProxies(settings);
        app.Run(context => context.Response.WriteAsync(context.Connection.RemoteIpAddress!.ToString()));
        await app.StartAsync();
        return app;
    }

    static async Task<(HttpStatusCode Status, string Text)> AskAsync(WebApplication app, string from, string? forwarded)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.Single());
        request.Headers.Add("Test-From", from);
        if (forwarded is not null) request.Headers.Add("X-Forwarded-For", forwarded);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=kalepool.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
