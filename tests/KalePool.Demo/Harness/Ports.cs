using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace KalePool.Demo.Harness;

public static class Ports
{
    /// <summary>Below those that Linux gives to connections that go out: nobody is handed one of these by chance before its server has started.</summary>
    const int First = 20_000;

    const int Last = 32_000;

    /// <summary>A loopback port that was free a moment ago. Who takes it next has to say so if somebody was quicker.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
