using System.Globalization;
using Akka.Actor;

namespace KalePool.Actors.Hosting;

/// <summary>What people call a node: the host and port that the other nodes reach it by.</summary>
public static class NodeNames
{
    public static string Of(Address address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");
    }

    /// <summary>The node that this system is; null where nobody reaches it.</summary>
    public static string? OfSelf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress is { Host: not null } address ? Of(address) : null;
}
