using System.Buffers.Binary;
using System.Security.Cryptography;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>The parts of a ledger header.</summary>
static class LedgerHeaders
{
    /// <summary>100 billion XLM in stroops, as on every network.</summary>
    public const long TotalCoins = 1_000_000_000_000_000_000;

    /// <summary>EnvelopeType of a signed close value, part of what is signed.</summary>
    const int EnvelopeTypeScpValue = 4;

    public static LedgerHeader Genesis(DevnetSettings settings, Network network, KeyPair node, ulong closeTime) => new(
        settings.ProtocolVersion, Opaque.Zeros(32), Value(node, network, Opaque.Zeros(32), closeTime), Opaque.Zeros(32), Opaque.Zeros(32),
        settings.FirstLedger, TotalCoins, 0, 0, 0, settings.BaseFeeStroops, (uint)settings.BaseReserveStroops, settings.Limits.LedgerClassicOperations,
        [Opaque.Zeros(32), Opaque.Zeros(32), Opaque.Zeros(32), Opaque.Zeros(32)], new LedgerHeaderExt.V0());

    /// <summary>The close value, signed by the only node there is.</summary>
    public static StellarValue Value(KeyPair node, Network network, Opaque txSetHash, ulong closeTime)
    {
        Span<byte> signed = stackalloc byte[32 + 4 + 32 + 8];
        network.Id.Span.CopyTo(signed);
        BinaryPrimitives.WriteInt32BigEndian(signed[32..], EnvelopeTypeScpValue);
        txSetHash.Span.CopyTo(signed[36..]);
        BinaryPrimitives.WriteUInt64BigEndian(signed[68..], closeTime);
        var signature = node.Sign(SHA256.HashData(signed));
        return new StellarValue(txSetHash, closeTime, [], new StellarValueExt.Signed(new LedgerCloseValueSignature(LedgerKeys.PublicKey(node.PublicKey), signature)));
    }

    /// <summary>SHA-256 over the XDR of all results in order.</summary>
    public static Opaque ResultHash(IReadOnlyList<AppliedTransaction> applied)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> count = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(count, applied.Count);
        hash.AppendData(count);
        foreach (var tx in applied) hash.AppendData(new TransactionResultPair(tx.Hash, tx.Result).ToXdr());
        return new Opaque(hash.GetHashAndReset());
    }

    /// <summary>Stands in for the bucket list's hash: the last one and every change since, so that it commits to the whole state.</summary>
    public static Opaque StateHash(Opaque last, LedgerDelta delta)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(last.Span);
        foreach (var key in delta.Changed.Keys.Order(LedgerKeyComparer.Instance))
        {
            hash.AppendData(key.ToXdr());
            if (delta.Changed[key] is { } entry) hash.AppendData(entry.Entry.ToXdr());
        }
        return new Opaque(hash.GetHashAndReset());
    }
}
