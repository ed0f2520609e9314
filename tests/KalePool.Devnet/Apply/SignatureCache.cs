using System.Collections.Concurrent;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>Verified signatures: one is asked for at submission and again when applied, and verifying is most of a payment's cost.</summary>
static class SignatureCache
{
    const int MaxEntries = 100_000;

    static int _added;

    static readonly ConcurrentDictionary<(Opaque Key, Opaque Hash, Opaque Signature), bool> Known = [];

    public static bool Verify(Opaque key, Opaque hash, Opaque signature)
    {
        if (Known.TryGetValue((key, hash, signature), out var good)) return good;
        good = KeyPair.Verify(key.Span, hash.Span, signature.Span);
        // The dictionary's own count would stop everybody who uses it.
        if (Interlocked.Increment(ref _added) % MaxEntries == 0) Known.Clear();
        Known[(key, hash, signature)] = good;
        return good;
    }
}
