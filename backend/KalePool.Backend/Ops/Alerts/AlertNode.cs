namespace KalePool.Backend.Ops.Alerts;

/// <summary>This node among those that tell of alerts.</summary>
/// <param name="name">The same after a restart, and no other node's.</param>
/// <param name="isLeader">Whether it tells of what all of them find.</param>
public sealed class AlertNode(string name, Func<bool> isLeader)
{
    public string Name => name;

    public bool IsLeader => isLeader();
}
