namespace KalePool.Stellar.Rpc;

/// <summary>Where a page begins and how long it may be.</summary>
/// <param name="Cursor">Of the page before; then no start ledger is given.</param>
/// <param name="Limit">Items a page; the server's default when absent.</param>
public sealed record Pagination(string? Cursor = null, uint? Limit = null);
