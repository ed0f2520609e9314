using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>Keys of the entries of every ledger. Ids and hashes are 32 bytes.</summary>
public static class LedgerKeys
{
    public static LedgerKey Account(PublicKey account) => new LedgerKey.Account(new LedgerKeyAccount(account));

    public static LedgerKey TrustLine(PublicKey account, Asset asset) => new LedgerKey.Trustline(new LedgerKeyTrustLine(account, asset.ToTrustLineAsset()));

    public static LedgerKey ContractInstance(Opaque contractId) => ContractData(contractId, new SCVal.LedgerKeyContractInstance(), ContractDataDurability.Persistent);

    public static LedgerKey ContractData(Opaque contractId, SCVal key, ContractDataDurability durability) =>
        new LedgerKey.ContractData(new LedgerKeyContractData(new SCAddress.Contract(Checked(contractId)), key, durability));

    public static LedgerKey ContractCode(Opaque hash) => new LedgerKey.ContractCode(new LedgerKeyContractCode(Checked(hash)));

    /// <summary>The key under which an entry stands.</summary>
    public static LedgerKey Of(LedgerEntryData data) => data switch
    {
        LedgerEntryData.Account { Value: var entry } => Account(entry.AccountID),
        LedgerEntryData.Trustline { Value: var entry } => new LedgerKey.Trustline(new LedgerKeyTrustLine(entry.AccountID, entry.Asset)),
        LedgerEntryData.Data { Value: var entry } => new LedgerKey.Data(new LedgerKeyData(entry.AccountID, entry.DataName)),
        LedgerEntryData.ContractData { Value: var entry } => new LedgerKey.ContractData(new LedgerKeyContractData(entry.Contract, entry.Key, entry.Durability)),
        LedgerEntryData.ContractCode { Value: var entry } => ContractCode(entry.Hash),
        LedgerEntryData.Ttl { Value: var entry } => new LedgerKey.Ttl(new LedgerKeyTtl(entry.KeyHash)),
        _ => throw new ArgumentException("not a known kind of entry", nameof(data)),
    };

    static Opaque Checked(Opaque id) => id.Length == StrKey.KeyBytes
        ? id
        : throw new ArgumentException($"{StrKey.KeyBytes} bytes expected, not {id.Length}", nameof(id));
}
