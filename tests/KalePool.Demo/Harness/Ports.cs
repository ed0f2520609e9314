using System.Net;
using System.Net.Sockets;

namespace KalePool.Demo.Harness;

static class Ports
{
    /// <summary>A loopback port that was free a moment ago. Who takes it next has to say so if somebody was quicker.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
