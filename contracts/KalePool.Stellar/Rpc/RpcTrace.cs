using System.Diagnostics;

namespace KalePool.Stellar.Rpc;

/// <summary>Calls of RPC servers as activities, named by their method. Never with a server's address: a key may be in it.</summary>
public static class RpcTrace
{
    public const string Source = "KalePool.Stellar.Rpc";

    static readonly ActivitySource Activities = new(Source);

    internal static Activity? Start(string method) => Activities.StartActivity(method, ActivityKind.Client);
}
