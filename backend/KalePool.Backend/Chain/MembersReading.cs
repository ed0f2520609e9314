using KalePool.Actors.Ports;
using KalePool.Domain.Accounts;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>A shared account, the farm, and the pails and trustlines of those it is to carry, in one answer of one node.</summary>
sealed class MembersReading
{
    readonly Dictionary<BatchMember, (KalePail? Pail, bool HasTrustLine)> _members = [];

    /// <summary>The newest closed ledger of the answer.</summary>
    public required uint Ledger { get; init; }

    public required uint FarmIndex { get; init; }

    /// <summary>Null where it does not exist.</summary>
    public required AccountEntry? Account { get; init; }

    /// <param name="members">At most 99: three keys and two for each of them go in one question.</param>
    public static async Task<MembersReading> ReadAsync(IStellarRpc rpc, KaleDeployment deployment, string account, IReadOnlyList<BatchMember> members, CancellationToken cancellation)
    {
        var own = KaleKeys.Account(Addresses.Account(account));
        var farm = KaleKeys.Instance(deployment.ContractId);
        var keys = members.Select(m => (
            Member: m,
            Pail: KaleKeys.Pail(deployment.ContractId, KaleAddresses.Parse(m.Wallet), m.Block.Index),
            Line: KaleKeys.TrustLine(Addresses.Account(m.Wallet), deployment.TrustLineAsset))).ToList();
        var read = await rpc.ReadEntriesAsync([own, farm, .. keys.Select(k => k.Pail), .. keys.Select(k => (LedgerKey)k.Line).Distinct()], cancellation);
        var reading = new MembersReading
        {
            Ledger = read.Ledger,
            FarmIndex = read.Find(farm) is { } data ? KaleCodec.DecodeFarm(data).StoredIndex ?? 0 : 0,
            Account = (read.Find(own) as LedgerEntryData.Account)?.Value,
        };
        foreach (var (member, pail, line) in keys) reading._members[member] = (read.Find(pail) is { } stored ? KaleCodec.DecodePail(stored) : null, read.Find(line) is not null);
        return reading;
    }

    public KalePail? PailOf(BatchMember member) => _members[member].Pail;

    public bool HasTrustLine(BatchMember member) => _members[member].HasTrustLine;

    /// <summary>Null where the account can pay for so many.</summary>
    public BatchPreparation.Refused? WhyNot(int calls)
    {
        if (Account is null) return new BatchPreparation.Refused("the account does not exist", IsPoor: true);
        return Available < BatchFees.MostOf(calls) ? new BatchPreparation.Refused(FundingFailures.Short(Available, BatchFees.MostOf(calls), "send a batch"), IsPoor: true) : null;
    }

    /// <summary>The operator's own is filled by nobody here.</summary>
    public bool IsLow(string account) => account != AccountIds.Operator && Available < BatchFees.LowXlm;

    long Available => Account?.AvailableBalance(FeePolicy.BaseReserve) ?? 0;
}

/// <summary>Accounts in one answer of one node.</summary>
sealed class AccountsReading(uint ledger, IReadOnlyDictionary<string, AccountEntry> accounts)
{
    public uint Ledger => ledger;

    public static async Task<AccountsReading> ReadAsync(IStellarRpc rpc, IReadOnlyList<string> addresses, CancellationToken cancellation)
    {
        var keys = addresses.Select(a => (Address: a, Key: KaleKeys.Account(Addresses.Account(a)))).ToList();
        var read = await rpc.ReadEntriesAsync([.. keys.Select(k => k.Key)], cancellation);
        return new AccountsReading(
            read.Ledger, keys.Where(k => read.Find(k.Key) is LedgerEntryData.Account).ToDictionary(k => k.Address, k => ((LedgerEntryData.Account)read.Find(k.Key)!).Value));
    }

    public AccountEntry? Find(string address) => accounts.GetValueOrDefault(address);

    /// <summary>Stroops of XLM that it can spend.</summary>
    public long AvailableOf(string address) => Find(address)?.AvailableBalance(FeePolicy.BaseReserve) ?? 0;
}
