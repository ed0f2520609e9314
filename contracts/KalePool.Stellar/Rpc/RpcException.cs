using System.Net;

namespace KalePool.Stellar.Rpc;

/// <summary>Why a call brought no answer.</summary>
public enum RpcErrorKind
{
    /// <summary>No connection, or it broke before the answer was complete.</summary>
    Unreachable,

    /// <summary>No complete answer in the client's own time. Whether the server did anything is unknown.</summary>
    Timeout,

    /// <summary>An HTTP status other than success (503: overloaded, 504: took too long).</summary>
    HttpStatus,

    /// <summary>The server's own error, with its JSON-RPC code (-32602 invalid params, -32001 over its time limit, …).</summary>
    JsonRpcError,

    /// <summary>An answer that is not what the method answers: no JSON, a field missing or wrong, too large.</summary>
    BadContent,

    /// <summary>An answer about a ledger that is older than one that was known when the question was asked.</summary>
    Behind,

    /// <summary>The server is of another network.</summary>
    WrongNetwork,

    /// <summary>Another server says otherwise, and no more say so than do not.</summary>
    Contradicted,
}

/// <summary>A call to a Stellar RPC server that brought no answer.</summary>
public sealed class RpcException : Exception
{
    RpcException(RpcErrorKind kind, string method, string message, Exception? inner = null) : base($"{method}: {message}", inner)
    {
        Kind = kind;
        Method = method;
    }

    public RpcErrorKind Kind { get; }

    /// <summary>The RPC method.</summary>
    public string Method { get; }

    /// <summary>The JSON-RPC error's code; null for other kinds.</summary>
    public int? Code { get; private init; }

    /// <summary>The HTTP status; null for other kinds.</summary>
    public HttpStatusCode? Status { get; private init; }

    /// <summary>How many ledgers the server is behind; null for other kinds.</summary>
    public uint? Lag { get; private init; }

    /// <summary>The ledger that a server which is behind is at; null for other kinds.</summary>
    public uint? Ledger { get; private init; }

    public static RpcException Unreachable(string method, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return new(RpcErrorKind.Unreachable, method, $"unreachable: {Short(cause.Message)}", cause);
    }

    public static RpcException Timeout(string method, Exception? cause = null) =>
        new(RpcErrorKind.Timeout, method, "no complete answer in time", cause);

    public static RpcException HttpStatus(string method, HttpStatusCode status) =>
        new(RpcErrorKind.HttpStatus, method, $"HTTP status {(int)status}") { Status = status };

    public static RpcException JsonRpcError(string method, int code, string message) =>
        new(RpcErrorKind.JsonRpcError, method, $"error {code}: {Short(message)}") { Code = code };

    /// <param name="what">What is wrong, beginning with the field's name where there is one.</param>
    public static RpcException BadContent(string method, string what, Exception? cause = null) =>
        new(RpcErrorKind.BadContent, method, $"bad answer: {Short(what)}", cause);

    public static RpcException Behind(string method, uint ledger, uint known) =>
        new(RpcErrorKind.Behind, method, $"the server is at ledger {ledger}, {known} was seen") { Lag = known - ledger, Ledger = ledger };

    public static RpcException WrongNetwork(string method, string found, string expected) =>
        new(RpcErrorKind.WrongNetwork, method, $"the server is of the network \"{Short(found)}\", not \"{expected}\"");

    /// <param name="what">Who says what.</param>
    public static RpcException Contradicted(string method, string what) => new(RpcErrorKind.Contradicted, method, $"servers contradict each other: {Short(what)}");

    /// <summary>Texts of a server go into logs: one line, and not a long one.</summary>
    static string Short(string? text)
    {
        const int most = 400;
        var line = string.Concat((text ?? "").Take(most).Select(c => char.IsControl(c) ? ' ' : c));
        return text?.Length > most ? line + "…" : line;
    }
}
