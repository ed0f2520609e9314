namespace KalePool.Devnet.Rpc;

/// <summary>A JSON-RPC error answer.</summary>
public sealed class RpcErrorException(int code, string message) : Exception(message)
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    public int Code { get; } = code;

    public static RpcErrorException Params(string message) => new(InvalidParams, message);

    public static RpcErrorException Request(string message) => new(InvalidRequest, message);
}
