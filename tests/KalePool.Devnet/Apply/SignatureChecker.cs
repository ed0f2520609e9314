using System.Security.Cryptography;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>Matches an envelope's signatures with signers and remembers which were needed: in the end none may be left over.</summary>
public sealed class SignatureChecker(Opaque hash, XdrArray<DecoratedSignature> signatures)
{
    const uint MaxWeight = 255;

    readonly bool[] _used = new bool[signatures.Count];

    public bool AllUsed => !_used.Contains(false);

    /// <summary>Whether the account's signers reach <paramref name="needed"/>; zero still takes one signature of theirs.</summary>
    public bool Check(AccountEntry account, uint needed)
    {
        var signers = new List<Signer>(account.Signers.Count + 1);
        if (account.MasterWeight() > 0) signers.Add(new Signer(new SignerKey.Ed25519(account.AccountID.Bytes()), account.MasterWeight()));
        signers.AddRange(account.Signers);
        return Check(signers, needed);
    }

    /// <summary>An account that does not exist signs with its own key.</summary>
    public bool CheckKey(PublicKey key) => Check([new Signer(new SignerKey.Ed25519(key.Bytes()), 1)], 0);

    /// <summary>Every extra signer of the preconditions must have signed.</summary>
    public bool CheckExtra(XdrArray<SignerKey> signers) => signers.All(key => Check([new Signer(key, 1)], 1));

    bool Check(List<Signer> signers, uint needed)
    {
        ulong total = 0;
        foreach (var signer in signers.Where(signer => signer.Key is SignerKey.PreAuthTx pre && pre.Value == hash))
        {
            total += Math.Min(signer.Weight, MaxWeight);
            if (total >= needed) return true;
        }
        return Match<SignerKey.HashX>(signers, needed, ref total)
            || Match<SignerKey.Ed25519>(signers, needed, ref total)
            || Match<SignerKey.Ed25519SignedPayload>(signers, needed, ref total);
    }

    /// <summary>One kind of signers after the other, as the real node does: it decides which signatures are left over.</summary>
    bool Match<T>(List<Signer> signers, uint needed, ref ulong total) where T : SignerKey
    {
        var left = signers.Where(signer => signer.Key is T).ToList();
        for (var i = 0; i < signatures.Count; i++)
        {
            var signature = signatures[i];
            var matched = left.FindIndex(signer => Matches(signer.Key, signature));
            if (matched < 0) continue;
            _used[i] = true;
            total += Math.Min(left[matched].Weight, MaxWeight);
            left.RemoveAt(matched);
            if (total >= needed) return true;
        }
        return false;
    }

    bool Matches(SignerKey key, DecoratedSignature signature) => key switch
    {
        SignerKey.Ed25519 ed25519 => signature.Hint.Span.SequenceEqual(ed25519.Value.Span[^4..])
            && SignatureCache.Verify(ed25519.Value, hash, signature.Signature),
        SignerKey.HashX hashX => signature.Hint.Span.SequenceEqual(hashX.Value.Span[^4..])
            && SHA256.HashData(signature.Signature.Span).AsSpan().SequenceEqual(hashX.Value.Span),
        SignerKey.Ed25519SignedPayload payload => MatchesPayload(payload.Value, signature),
        _ => false,
    };

    static bool MatchesPayload(SignerKeyEd25519SignedPayload signer, DecoratedSignature signature)
    {
        Span<byte> hint = stackalloc byte[4];
        Span<byte> tail = stackalloc byte[4];
        var payload = signer.Payload.Span;
        if (payload.Length >= 4) payload[^4..].CopyTo(tail);
        else payload.CopyTo(tail);
        for (var i = 0; i < 4; i++) hint[i] = (byte)(signer.Ed25519.Span[^4..][i] ^ tail[i]);
        return signature.Hint.Span.SequenceEqual(hint) && KeyPair.Verify(signer.Ed25519.Span, payload, signature.Signature.Span);
    }
}
