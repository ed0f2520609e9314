using System.Security.Cryptography;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>
/// Authorisation of contract calls by an address that is not the operation's source. The entry comes from a simulation, with its nonce, which
/// must be kept; whichever arm the server recorded is signed as that arm.
/// </summary>
public static class SorobanAuth
{
    /// <summary>The bound of the host on an account's signatures.</summary>
    public const int MaxSigners = 20;

    /// <summary>The 32 bytes that the address signs; they hold nonce and expiration of the entry as it is.</summary>
    /// <exception cref="ArgumentException">Credentials of the source account: the transaction's signature covers them.</exception>
    public static Opaque PayloadHash(SorobanAuthorizationEntry entry, Network network)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(network);
        HashIDPreimage preimage = entry.Credentials switch
        {
            SorobanCredentials.Address { Value: var credentials } => new HashIDPreimage.SorobanAuthorization(
                new HashIDPreimageSorobanAuthorization(network.Id, credentials.Nonce, credentials.SignatureExpirationLedger, entry.RootInvocation)),
            SorobanCredentials.AddressV2 { Value: var credentials } => WithAddress(credentials, entry, network),
            SorobanCredentials.AddressWithDelegates { Value.AddressCredentials: var credentials } => WithAddress(credentials, entry, network),
            _ => throw new ArgumentException("credentials by address expected", nameof(entry)),
        };
        return SHA256.HashData(preimage.ToXdr());
    }

    /// <summary>The entry signed for a classic account.</summary>
    /// <param name="expirationLedger">The last ledger it is valid in.</param>
    /// <param name="signers">As many as the account's medium threshold needs.</param>
    public static SorobanAuthorizationEntry Sign(
        SorobanAuthorizationEntry entry, Network network, uint expirationLedger, params ReadOnlySpan<KeyPair> signers)
    {
        var open = entry with { Credentials = With(entry.Credentials, credentials => credentials with { SignatureExpirationLedger = expirationLedger }) };
        var signature = SignatureValue(PayloadHash(open, network), signers);
        return open with { Credentials = With(open.Credentials, credentials => credentials with { Signature = signature }) };
    }

    /// <summary>What the host expects of a classic account: a Vec of Maps of public_key and signature, by ascending key.</summary>
    public static SCVal SignatureValue(Opaque payloadHash, params ReadOnlySpan<KeyPair> signers)
    {
        var sorted = signers.ToArray();
        Array.Sort(sorted, (a, b) => a.PublicKey.CompareTo(b.PublicKey));
        if (sorted.Length is 0 or > MaxSigners) throw new ArgumentException($"1 to {MaxSigners} signers expected, not {sorted.Length}", nameof(signers));
        for (var i = 1; i < sorted.Length; i++)
            if (sorted[i].PublicKey == sorted[i - 1].PublicKey) throw new ArgumentException($"{sorted[i].Address} is there twice", nameof(signers));
        return SCVals.Vec([.. sorted.Select(signer => SCVals.Struct(
            ("public_key", SCVals.Bytes(signer.PublicKey)),
            ("signature", SCVals.Bytes(signer.Sign(payloadHash.Span)))))]);
    }

    static HashIDPreimage.SorobanAuthorizationWithAddress WithAddress(SorobanAddressCredentials credentials, SorobanAuthorizationEntry entry, Network network) =>
        new(new HashIDPreimageSorobanAuthorizationWithAddress(
            network.Id, credentials.Nonce, credentials.SignatureExpirationLedger, credentials.Address, entry.RootInvocation));

    static SorobanCredentials With(SorobanCredentials credentials, Func<SorobanAddressCredentials, SorobanAddressCredentials> change) => credentials switch
    {
        SorobanCredentials.Address { Value: var value } => new SorobanCredentials.Address(change(value)),
        SorobanCredentials.AddressV2 { Value: var value } => new SorobanCredentials.AddressV2(change(value)),
        SorobanCredentials.AddressWithDelegates { Value: var value } =>
            new SorobanCredentials.AddressWithDelegates(value with { AddressCredentials = change(value.AddressCredentials) }),
        _ => throw new ArgumentException("credentials by address expected", nameof(credentials)),
    };
}
