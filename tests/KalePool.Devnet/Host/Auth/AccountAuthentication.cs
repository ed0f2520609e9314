using System.Security.Cryptography;
using KalePool.Devnet.Apply;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Auth;

/// <summary>Signatures of a classic account under an authorization: 1 to 20 of its signers, keys ascending, reaching the medium threshold.</summary>
static class AccountAuthentication
{
    const int MaxSignatures = 20;

    /// <summary>The built-in account contract shares its numbers with the asset's.</summary>
    const uint AuthenticationError = 5;

    public static void Verify(HostRun host, SorobanAddressCredentials credentials, SorobanAuthorizedInvocation invocation, bool withAddress)
    {
        var payload = Payload(host, credentials, invocation, withAddress);
        var why = credentials.Address is SCAddress.Account { Value: var id }
            ? Reason(host, id, payload, credentials.Signature)
            : ContractAuthentication.Reason(host, credentials.Address, payload, credentials.Signature, invocation);
        if (why is not { } reason) return;
        throw host.Fail(
            new SCError.Auth(SCErrorCode.InvalidAction), "failed account authentication with error", new SCVal.Address(credentials.Address), new SCVal.Error(reason));
    }

    /// <summary>The account must be readable when it signs, so simulation has it in the footprint.</summary>
    public static AccountEntry? Load(HostRun host, PublicKey id) => (host.Find(LedgerKeys.Account(id))?.Data as LedgerEntryData.Account)?.Value;

    static Opaque Payload(HostRun host, SorobanAddressCredentials credentials, SorobanAuthorizedInvocation invocation, bool withAddress)
    {
        var network = host.Ledger.Network.Id;
        HashIDPreimage preimage = withAddress
            ? new HashIDPreimage.SorobanAuthorizationWithAddress(new HashIDPreimageSorobanAuthorizationWithAddress(
                network, credentials.Nonce, credentials.SignatureExpirationLedger, credentials.Address, invocation))
            : new HashIDPreimage.SorobanAuthorization(new HashIDPreimageSorobanAuthorization(network, credentials.Nonce, credentials.SignatureExpirationLedger, invocation));
        return new Opaque(SHA256.HashData(preimage.ToXdr()));
    }

    /// <summary>Null if the signatures are good; what is wrong otherwise stands in an event of its own, but for a value of a wrong type.</summary>
    static SCError? Reason(HostRun host, PublicKey id, Opaque payload, SCVal signature)
    {
        if (signature is not SCVal.Vec { Value: { } items }) return new SCError.ValueArm(SCErrorCode.UnexpectedType);
        if (items.Count is 0 or > MaxSignatures) return Authentication(host, "the number of signatures is out of range", SCVals.U32((uint)items.Count));
        if (Load(host, id) is not { } account) return host.Fail(new SCError.Contract(6), "account entry is missing", SCVals.AccountAddress(id.Bytes())).Error;
        Opaque? last = null;
        ulong weight = 0;
        foreach (var item in items)
        {
            if (Parse(item) is not var (key, bytes)) return new SCError.ValueArm(SCErrorCode.UnexpectedType);
            if (last is { } previous && previous >= key) return Authentication(host, "public keys are not ordered", SCVals.Bytes(previous), SCVals.Bytes(key));
            last = key;
            if (!SignatureCache.Verify(key, payload, bytes)) return host.Fail(new SCError.Crypto(SCErrorCode.InvalidInput), "failed ED25519 verification").Error;
            var signer = Weight(account, key);
            if (signer == 0) return Authentication(host, "signer does not belong to account", SCVals.Bytes(key));
            weight += Math.Min(signer, 255);
        }
        var needed = account.Threshold(ThresholdLevel.Medium);
        return weight < needed ? Authentication(host, "signature weight is lower than threshold", SCVals.U32((uint)weight), SCVals.U32(needed)) : null;
    }

    static SCError Authentication(HostRun host, string message, params ReadOnlySpan<SCVal> details) => host.Fail(new SCError.Contract(AuthenticationError), message, details).Error;

    static uint Weight(AccountEntry account, Opaque key) => key == account.AccountID.Bytes()
        ? account.MasterWeight()
        : account.Signers.Where(signer => signer.Key is SignerKey.Ed25519 ed25519 && ed25519.Value == key).Select(signer => signer.Weight).FirstOrDefault();

    static (Opaque Key, Opaque Signature)? Parse(SCVal item) =>
        item is SCVal.Map { Value: { Count: 2 } map }
        && map[0].Key == SCVals.Symbol("public_key") && map[0].Val is SCVal.Bytes { Value: { Length: 32 } key }
        && map[1].Key == SCVals.Symbol("signature") && map[1].Val is SCVal.Bytes { Value: { Length: 64 } signature }
            ? (key, signature)
            : null;
}
