namespace KalePool.Pooler.Pool;

/// <summary>Why the backend gave no answer that can be used.</summary>
enum PoolApiFault
{
    /// <summary>No connection, no answer in time, or a server error after all attempts.</summary>
    Unreachable,

    /// <summary>401 or 403: BACKEND_API_KEY or POOLER_ID is not the backend's.</summary>
    Unauthorized,

    /// <summary>Another 4xx, with a code.</summary>
    Refused,

    /// <summary>An answer that is not of the contract.</summary>
    Broken,
}

/// <summary>The message is one line that a person can act on.</summary>
/// <param name="code">The problem's stable code, where there was one.</param>
sealed class PoolApiException(PoolApiFault fault, Uri url, string message, string? code = null, Exception? inner = null) : Exception(message, inner)
{
    public PoolApiFault Fault { get; } = fault;

    public Uri Url { get; } = url;

    public string? Code { get; } = code;
}
