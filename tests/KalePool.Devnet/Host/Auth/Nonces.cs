using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Auth;

/// <summary>A signature counts once: its nonce becomes a temporary entry that lives as long as the signature would be valid.</summary>
static class Nonces
{
    public static LedgerKey Key(SCAddress address, long nonce) =>
        LedgerKeys.Data(address, new SCVal.LedgerKeyNonce(new SCNonceKey(nonce)), ContractDataDurability.Temporary);

    public static void Use(HostRun host, SorobanAddressCredentials credentials)
    {
        var expiration = credentials.SignatureExpirationLedger;
        if (host.Ledger.Sequence > expiration)
        {
            throw host.Fail(
                new SCError.Auth(SCErrorCode.InvalidInput), "signature has expired",
                new SCVal.Address(credentials.Address), SCVals.U32(host.Ledger.Sequence), SCVals.U32(expiration));
        }
        if (expiration > host.Ledger.MaxLiveUntil)
        {
            throw host.Fail(
                new SCError.Auth(SCErrorCode.InvalidInput), "signature expiration is too late",
                new SCVal.Address(credentials.Address), SCVals.U32(host.Ledger.MaxLiveUntil), SCVals.U32(expiration));
        }
        var key = Key(credentials.Address, credentials.Nonce);
        if (host.Find(key) is not null)
        {
            throw host.Fail(new SCError.Auth(SCErrorCode.ExistingValue), "nonce already exists for address", new SCVal.Address(credentials.Address));
        }
        Write(host, key, Math.Max(expiration, host.Ledger.NewLiveUntil(temporary: true)));
    }

    public static void Write(HostRun host, LedgerKey key, uint liveUntil)
    {
        var data = ((LedgerKey.ContractData)key).Value;
        host.Put(key, new LedgerEntryData.ContractData(new ContractDataEntry(data.Contract, data.Key, data.Durability, SCVals.Void)), liveUntil);
    }
}
