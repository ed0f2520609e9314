using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Chain;

/// <summary>Reads what the pooler needs from the chain. Every method throws <see cref="RpcException"/>, or <see cref="KaleFormatException"/> when the contract is not KALE's.</summary>
sealed class ChainReader(IStellarRpc rpc, Opaque contractId, TimeProvider time)
{
    /// <summary>Impossible ledgers one after another that are believed in the end: then it was our own clock that jumped.</summary>
    const int MostDoubts = 6;

    int _doubts;

    /// <summary>32 bytes, of the farm.</summary>
    public Opaque ContractId => contractId;

    /// <summary>The farm and its newest block, of one snapshot.</summary>
    /// <param name="before">The reading before, whose clock goes on; null at first.</param>
    public async Task<ChainView> ReadAsync(ChainView? before, ChainClock clock, CancellationToken cancellation)
    {
        var latest = await rpc.GetLatestLedgerAsync(cancellation);
        var closedAt = latest.CloseTime ?? (long)latest.DecodeHeader().ScpValue.CloseTime;
        clock = Seen(before?.Clock ?? clock, latest.Sequence, TimeOf(closedAt));
        var guess = before?.Index ?? 0;
        while (true)
        {
            var snapshot = await rpc.ReadEntriesAsync(
                [KaleKeys.Instance(contractId), KaleKeys.Block(contractId, guess), KaleKeys.Block(contractId, guess + 1)], cancellation);
            var farm = KaleCodec.DecodeFarm(snapshot.Find(KaleKeys.Instance(contractId)) ?? throw new KaleFormatException("the contract does not exist on this network"));
            RequirePossible(clock, snapshot.Ledger, null);
            if (farm.Index == guess || farm.Index == guess + 1)
                return new(snapshot.Ledger, farm, snapshot.Find(KaleKeys.Block(contractId, farm.Index)) is { } block ? KaleCodec.DecodeBlock(block) : null, clock, time.GetTimestamp());
            guess = farm.Index;
        }
    }

    /// <summary>The pails of a block by wallet; those that do not exist are left out.</summary>
    public async Task<(uint Ledger, IReadOnlyDictionary<string, KalePail> Pails)> ReadPailsAsync(
        uint index, IReadOnlyCollection<string> wallets, CancellationToken cancellation)
    {
        if (wallets.Count == 0) return (0, new Dictionary<string, KalePail>());
        var keys = wallets.ToDictionary(wallet => KaleKeys.Pail(contractId, KaleAddresses.Parse(wallet), index));
        var snapshot = await rpc.ReadEntriesAsync(keys.Keys, cancellation);
        return (snapshot.Ledger, snapshot.Entries.ToDictionary(entry => keys[entry.Key], entry => KaleCodec.DecodePail(entry.Value.Data)));
    }

    /// <summary>The contract's code and asset.</summary>
    public async Task<KaleDeployment> ReadDeploymentAsync(CancellationToken cancellation)
    {
        var farmKey = KaleKeys.Instance(contractId);
        var farm = (await rpc.ReadEntriesAsync([farmKey], cancellation)).Find(farmKey) ?? throw new KaleFormatException("the contract does not exist on this network");
        var assetKey = KaleKeys.Instance(KaleDeployment.AssetContractOf(farm));
        var asset = (await rpc.ReadEntriesAsync([assetKey], cancellation)).Find(assetKey) ?? throw new KaleFormatException("its asset's contract does not exist on this network");
        return KaleDeployment.Read(farm, asset);
    }

    /// <summary>The router's id and code.</summary>
    public async Task<RouterDeployment> ReadRouterAsync(Opaque routerId, CancellationToken cancellation)
    {
        var key = KaleKeys.Instance(routerId);
        return RouterDeployment.Read((await rpc.ReadEntriesAsync([key], cancellation)).Find(key) ?? throw new KaleFormatException("the contract does not exist on this network"));
    }

    /// <summary>Accounts of one snapshot, in the order asked for; null where there is none.</summary>
    /// <param name="accounts">Up to 200.</param>
    public async Task<(uint Ledger, IReadOnlyList<AccountEntry?> Accounts)> ReadAccountsAsync(IReadOnlyList<KeyPair> accounts, CancellationToken cancellation)
    {
        var keys = accounts.Select(KeyOf).ToArray();
        var snapshot = await rpc.ReadEntriesAsync(keys, cancellation);
        return (snapshot.Ledger, [.. keys.Select(key => (snapshot.Find(key) as LedgerEntryData.Account)?.Value)]);
    }

    /// <summary>An account's sequence number and the ledger it was read at; null where there is no such account.</summary>
    public async Task<(uint Ledger, long? Sequence)> ReadSequenceAsync(KeyPair account, CancellationToken cancellation)
    {
        var (ledger, accounts) = await ReadAccountsAsync([account], cancellation);
        return (ledger, accounts[0]?.SeqNum);
    }

    static DateTimeOffset TimeOf(long seconds) => seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : throw RpcException.BadContent("getLatestLedger", $"closeTime: {seconds} is no time");

    ChainClock Seen(ChainClock clock, uint ledger, DateTimeOffset closedAt)
    {
        if (!clock.IsPossible(ledger, closedAt, time.GetUtcNow()) && ++_doubts >= MostDoubts) clock = ChainClock.Start(clock.ExpectedLedger);
        RequirePossible(clock, ledger, closedAt);
        _doubts = 0;
        return clock.See(ledger, closedAt, time.GetUtcNow());
    }

    void RequirePossible(ChainClock clock, uint ledger, DateTimeOffset? closedAt)
    {
        if (!clock.IsPossible(ledger, closedAt, time.GetUtcNow()))
            throw RpcException.BadContent("getLatestLedger", $"ledger {ledger}{(closedAt is { } at ? $" closed at {at:O}" : "")} cannot be yet after ledger {clock.LatestLedger} of {clock.LatestClose:O}");
    }

    static LedgerKey KeyOf(KeyPair account) => KaleKeys.Account(new PublicKey.PublicKeyTypeEd25519(account.PublicKey));
}
