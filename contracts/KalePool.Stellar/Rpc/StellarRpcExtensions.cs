using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Rpc;

/// <summary>The calls that take XDR, by value.</summary>
public static class StellarRpcExtensions
{
    /// <summary>Entries by key; keys without an entry are not in <see cref="LedgerSnapshot.Entries"/>.</summary>
    public static async Task<LedgerSnapshot> ReadEntriesAsync(
        this IStellarRpc rpc, IEnumerable<LedgerKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rpc);
        var request = new GetLedgerEntriesRequest([.. keys.Select(key => key.ToBase64())]);
        var response = await rpc.GetLedgerEntriesAsync(request, cancellationToken);
        return new LedgerSnapshot(response.LatestLedger, response.Entries.ToDictionary(
            entry => entry.DecodeKey(),
            entry => new SnapshotEntry(entry.DecodeData(), entry.LastModifiedLedgerSeq, entry.LiveUntilLedgerSeq)));
    }

    public static Task<SimulateTransactionResponse> SimulateAsync(
        this IStellarRpc rpc, TransactionEnvelope envelope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rpc);
        return rpc.SimulateTransactionAsync(new SimulateTransactionRequest(envelope.ToBase64()), cancellationToken);
    }

    public static Task<SendTransactionResponse> SendAsync(
        this IStellarRpc rpc, TransactionEnvelope envelope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rpc);
        return rpc.SendTransactionAsync(new SendTransactionRequest(envelope.ToBase64()), cancellationToken);
    }

    /// <param name="hash">32 bytes.</param>
    public static Task<GetTransactionResponse> FindTransactionAsync(this IStellarRpc rpc, Opaque hash, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rpc);
        return rpc.GetTransactionAsync(new GetTransactionRequest(hash.ToHex()), cancellationToken);
    }
}

/// <summary>What stood in the ledger, as one node saw it.</summary>
/// <param name="Ledger">All entries are at least as new as this ledger's end; of up to 200 keys, exactly of it.</param>
public sealed record LedgerSnapshot(uint Ledger, IReadOnlyDictionary<LedgerKey, SnapshotEntry> Entries)
{
    /// <summary>Null if there is none.</summary>
    public LedgerEntryData? Find(LedgerKey key) => Entries.TryGetValue(key, out var entry) ? entry.Data : null;
}

/// <param name="LiveUntil">The last ledger a contract's entry lives in; 0 for an archived one; null for classic entries.</param>
public sealed record SnapshotEntry(LedgerEntryData Data, uint LastModified, uint? LiveUntil);
