using System.Security.Cryptography;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>Ledger keys in short, and what follows from a key or an entry alone.</summary>
public static class LedgerKeys
{
    public static PublicKey PublicKey(Opaque ed25519) => new PublicKey.PublicKeyTypeEd25519(ed25519);

    public static Opaque Bytes(this PublicKey key) => ((PublicKey.PublicKeyTypeEd25519)key).Value;

    public static string Address(this PublicKey key) => StrKey.Encode(StrKeyKind.Account, key.Bytes().Span);

    public static PublicKey AccountId(this MuxedAccount account) => account switch
    {
        MuxedAccount.Ed25519 plain => PublicKey(plain.Value),
        MuxedAccount.MuxedEd25519 muxed => PublicKey(muxed.Value.Ed25519),
        _ => throw new ArgumentException(account.GetType().Name, nameof(account)),
    };

    public static LedgerKey Account(PublicKey account) => new LedgerKey.Account(new LedgerKeyAccount(account));

    public static LedgerKey Trustline(PublicKey account, TrustLineAsset asset) => new LedgerKey.Trustline(new LedgerKeyTrustLine(account, asset));

    public static LedgerKey Trustline(PublicKey account, Asset asset) => Trustline(account, asset.ToTrustLineAsset());

    public static LedgerKey Code(Opaque hash) => new LedgerKey.ContractCode(new LedgerKeyContractCode(hash));

    /// <summary>A named value of an account.</summary>
    public static LedgerKey Data(PublicKey account, XdrString name) => new LedgerKey.Data(new LedgerKeyData(account, name));

    public static LedgerKey Data(SCAddress contract, SCVal key, ContractDataDurability durability) =>
        new LedgerKey.ContractData(new LedgerKeyContractData(contract, key, durability));

    public static LedgerKey Instance(SCAddress contract) => Data(contract, new SCVal.LedgerKeyContractInstance(), ContractDataDurability.Persistent);

    public static LedgerKey Of(LedgerEntryData data) => data switch
    {
        LedgerEntryData.Account account => Account(account.Value.AccountID),
        LedgerEntryData.Trustline line => Trustline(line.Value.AccountID, line.Value.Asset),
        LedgerEntryData.Data named => Data(named.Value.AccountID, named.Value.DataName),
        LedgerEntryData.ContractData contract => Data(contract.Value.Contract, contract.Value.Key, contract.Value.Durability),
        LedgerEntryData.ContractCode code => Code(code.Value.Hash),
        LedgerEntryData.Ttl ttl => new LedgerKey.Ttl(new LedgerKeyTtl(ttl.Value.KeyHash)),
        _ => throw new ArgumentException(data.GetType().Name, nameof(data)),
    };

    public static bool IsContract(this LedgerKey key) => key is LedgerKey.ContractData or LedgerKey.ContractCode;

    public static bool IsTemporary(this LedgerKey key) => key is LedgerKey.ContractData { Value.Durability: ContractDataDurability.Temporary };

    public static bool IsPersistent(this LedgerKey key) => key.IsContract() && !key.IsTemporary();

    /// <summary>The key hash of the TTL entry: SHA-256 over the key's XDR.</summary>
    public static Opaque TtlHash(this LedgerKey key) => new(SHA256.HashData(key.ToXdr()));
}
