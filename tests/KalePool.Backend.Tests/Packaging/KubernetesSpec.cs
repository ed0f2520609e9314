using k8s;
using k8s.Models;
using KalePool.Backend.Settings;
using KalePool.Contracts;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>The manifests by the API's own types, as there is no cluster where the tests run: a field that does not exist, or of another kind, is an error.</summary>
public sealed class KubernetesSpec
{
    static readonly string Text = File.ReadAllText(Path.Combine(ComposeFile.Root, "packaging/kubernetes/kalepool.yaml"));

    readonly List<object> _all = KubernetesYaml.LoadAllFromString(Text, strict: true);

    V1StatefulSet Nodes => One<V1StatefulSet>();

    V1Container Backend => Nodes.Spec.Template.Spec.Containers.Single();

    IDictionary<string, string> Settings => One<V1ConfigMap>().Data;

    T One<T>() => _all.OfType<T>().Single();

    [Fact]
    public void A_field_that_does_not_exist_is_found() =>
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(Text.Replace("serviceName:", "serviceNames:", StringComparison.Ordinal), strict: true));

    [Fact]
    public void Says_first_that_it_was_not_run_here() => Assert.StartsWith("# Not run here", Text, StringComparison.Ordinal);

    [Fact]
    public void Three_nodes_know_each_other_by_their_names()
    {
        Assert.Equal(3, Nodes.Spec.Replicas);
        var headless = _all.OfType<V1Service>().Single(s => s.Metadata.Name == Nodes.Spec.ServiceName);
        Assert.Equal(("None", true), (headless.Spec.ClusterIP, headless.Spec.PublishNotReadyAddresses));
        var host = Backend.Env.Single(e => e.Name == "CLUSTER_HOST").Value;
        var seeds = Enumerable.Range(0, 3).Select(i => $"{host.Replace("$(POD_NAME)", $"{Nodes.Metadata.Name}-{i}", StringComparison.Ordinal)}:{Settings["CLUSTER_PORT"]}");
        Assert.Equal(string.Join(',', seeds), Settings["CLUSTER_SEEDS"]);
        Assert.Contains($".{headless.Metadata.Name}.{Nodes.Metadata.NamespaceProperty}.svc", host, StringComparison.Ordinal);
        Assert.Equal("2", One<V1PodDisruptionBudget>().Spec.MinAvailable.Value);
    }

    [Fact]
    public void Settings_are_such_as_the_backend_takes()
    {
        Assert.Empty(Settings.Keys.Append("CLUSTER_HOST").Except(SettingNames.Backend));
        var mount = Backend.VolumeMounts.Single(m => m.Name == "secrets");
        Assert.True(mount.ReadOnlyProperty);
        var files = Settings.Values.Where(v => v.StartsWith('/')).ToList();
        Assert.All(files, path => Assert.Equal(mount.MountPath, Path.GetDirectoryName(path)));
        // The certificates are not here; the rest is read as the backend reads it.
        var given = Settings.Where(s => !s.Key.Contains("TLS_", StringComparison.Ordinal)).ToDictionary();
        given["TRUSTED_PROXIES"] = "10.0.0.7";
        given.Remove("CLUSTER_SEEDS");
        var read = BackendSettings.Read(new SettingsReader(SettingsSource.Of(given), path => Path.GetFileName(path) switch
        {
            "database-url" => "postgresql://kalepool:secret@db:5432/kalepool?sslmode=require",
            "master-key" => Convert.ToBase64String(new byte[32]),
            _ => "kpa_0000000000000000",
        }));
        Assert.Equal((Backend.Ports.Single(p => p.Name == "api").ContainerPort, Backend.Ports.Single(p => p.Name == "metrics").ContainerPort), (read.Listener.Port, read.Metrics!.Port));
        var readme = File.ReadAllText(Path.Combine(ComposeFile.Root, "packaging/kubernetes/README.md"));
        Assert.All(files, path => Assert.Contains(Path.GetFileName(path), readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_runs_as_root_or_writes_to_its_image()
    {
        var pod = Nodes.Spec.Template.Spec;
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.All(pod.Containers, c => Assert.Equal((true, false, "ALL"), (c.SecurityContext.ReadOnlyRootFilesystem, c.SecurityContext.AllowPrivilegeEscalation, c.SecurityContext.Capabilities.Drop.Single())));
    }

    [Fact]
    public void Probes_ask_what_the_backend_answers()
    {
        Assert.Equal((Routes.Live, Routes.Live, Routes.Ready), (Backend.StartupProbe.HttpGet.Path, Backend.LivenessProbe.HttpGet.Path, Backend.ReadinessProbe.HttpGet.Path));
        Assert.All((V1Probe[])[Backend.StartupProbe, Backend.LivenessProbe, Backend.ReadinessProbe], p => Assert.Equal(("HTTPS", "api"), (p.HttpGet.Scheme, p.HttpGet.Port.Value)));
    }
}
