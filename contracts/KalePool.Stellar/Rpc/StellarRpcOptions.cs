namespace KalePool.Stellar.Rpc;

/// <summary>How long and how much a <see cref="StellarRpcClient"/> takes from a server.</summary>
public sealed record StellarRpcOptions
{
    /// <summary>From the request to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Of one answer. 200 ledgers with their meta are the largest that servers send.</summary>
    public int MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
