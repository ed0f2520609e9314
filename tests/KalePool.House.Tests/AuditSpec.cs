using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace KalePool.House.Tests;

/// <summary>
/// That a package with a known hole cannot be built with: a registry of our own, in which one package needs another that is known to be vulnerable, and a project under
/// this repository's own properties.
/// </summary>
public sealed class AuditSpec : IDisposable
{
    readonly HttpListener _registry = new();
    readonly string _folder = Directory.CreateTempSubdirectory("kalepool-audit-").FullName;
    readonly string _url;

    public AuditSpec()
    {
        // A port that is free now, and not asked for by anybody else in the next moment.
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }
        _registry.Prefixes.Add(_url);
        _registry.Start();
        _ = ServeAsync();
    }

    public void Dispose()
    {
        _registry.Close();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Fine.Upon.Holey", 1, "NU1903")]
    [InlineData("Fine", 0, "")]
    public async Task A_hole_in_a_package_that_is_reached_through_another_one_fails_the_restore(string package, int status, string code)
    {
        File.Copy(Path.Combine(Repository.Root, "Directory.Build.props"), Path.Combine(_folder, "Directory.Build.props"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="own" value="{_url}index.json" protocolVersion="3" allowInsecureConnections="true" /></packageSources>
            </configuration>
            """);
        // What the properties bring along is not in this registry.
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Remove="@(PackageReference)" />
                <PackageReference Include="{package}" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        var start = new ProcessStartInfo("dotnet", ["restore", "a.csproj", "-nodeReuse:false"]) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        using var restore = Process.Start(start)!;
        var output = await restore.StandardOutput.ReadToEndAsync();
        await restore.WaitForExitAsync();
        Assert.True(restore.ExitCode == status && output.Contains(code, StringComparison.Ordinal), output);
    }

    async Task ServeAsync()
    {
        while (_registry.IsListening)
        {
            try
            {
                var asked = await _registry.GetContextAsync();
                var answer = Answer(asked.Request.Url!.AbsolutePath);
                asked.Response.StatusCode = answer is null ? 404 : 200;
                if (answer is not null) await asked.Response.OutputStream.WriteAsync(answer);
                asked.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    byte[]? Answer(string path) => path switch
    {
        "/index.json" => Text($$"""{"version":"3.0.0","resources":[{"@id":"{{_url}}flat/","@type":"PackageBaseAddress/3.0.0"},{"@id":"{{_url}}holes/index.json","@type":"VulnerabilityInfo/6.7.0"}]}"""),
        "/holes/index.json" => Text($$"""[{"@name":"base","@id":"{{_url}}holes/all.json","@updated":"2026-01-01T00:00:00Z"}]"""),
        "/holes/all.json" => Text("""{"holey":[{"url":"https://advisory.test/1","severity":2,"versions":"(, 2.0.0)"}]}"""),
        "/flat/fine/index.json" or "/flat/holey/index.json" or "/flat/fine.upon.holey/index.json" => Text("""{"versions":["1.0.0"]}"""),
        "/flat/fine/1.0.0/fine.1.0.0.nupkg" => Package("Fine", ""),
        "/flat/holey/1.0.0/holey.1.0.0.nupkg" => Package("Holey", ""),
        "/flat/fine.upon.holey/1.0.0/fine.upon.holey.1.0.0.nupkg" => Package("Fine.Upon.Holey", """<dependencies><group targetFramework="net10.0"><dependency id="Holey" version="1.0.0" /></group></dependencies>"""),
        _ => null,
    };

    static byte[] Text(string json) => Encoding.UTF8.GetBytes(json);

    static byte[] Package(string id, string dependencies)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var manifest = new StreamWriter(zip.CreateEntry($"{id}.nuspec").Open());
            manifest.Write($"""<?xml version="1.0"?><package><metadata><id>{id}</id><version>1.0.0</version><authors>a</authors><description>a</description>{dependencies}</metadata></package>""");
        }
        return packed.ToArray();
    }
}
