using System.Globalization;

namespace KalePool.Demo.Harness;

/// <summary>One backend process: its name among the processes and its loopback ports, which it keeps when it starts again.</summary>
/// <param name="ClusterPort">Null for a backend that is alone.</param>
public sealed record BackendNode(string Name, int Port, int? ClusterPort, int MetricsPort)
{
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));

    /// <summary>As the backend itself names it; null for one that is alone.</summary>
    public string? ClusterName => ClusterPort is { } port ? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}") : null;

    /// <summary>So many, on ports that are free now.</summary>
    public static IReadOnlyList<BackendNode> Make(int count) => count == 1
        ? [new BackendNode(Names.Backend, Ports.Free(), null, Ports.Free())]
        : [.. Enumerable.Range(1, count).Select(n => new BackendNode(Names.BackendNode(n), Ports.Free(), Ports.Free(), Ports.Free()))];

    /// <summary>What makes it a node of a cluster of those.</summary>
    public IEnumerable<KeyValuePair<string, string>> ClusterSettings(IEnumerable<BackendNode> nodes) => ClusterPort is not { } port ? [] :
    [
        new("CLUSTER_SEEDS", string.Join(',', nodes.Select(n => n.ClusterName))),
        new("CLUSTER_PORT", port.ToString(CultureInfo.InvariantCulture)),
    ];
}
