namespace KalePool.Contracts.Admin;

/// <param name="Node">Who answers: the host and port by which other nodes reach it.</param>
public sealed record ClusterView(string Node, IReadOnlyList<ClusterNodeView> Nodes);

/// <param name="Status">As Akka calls it, in lower case: joining, weaklyup, up, leaving, exiting, down.</param>
/// <param name="IsReachable">As the node sees it that answers.</param>
public sealed record ClusterNodeView(string Node, string Status, bool IsReachable);
