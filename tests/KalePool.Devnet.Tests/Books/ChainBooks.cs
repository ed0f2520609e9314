using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Books;

/// <summary>
/// Devnet's books, kept from outside: all entries are counted again after every ledger, and what assets should be follows from the events alone.
/// </summary>
sealed class ChainBooks
{
    readonly Int128 _coins;
    readonly Dictionary<string, Int128> _issued;
    readonly Dictionary<string, (Int128 Minted, Int128 Burnt)> _turnover = [];
    readonly Dictionary<PublicKey, long> _sequences = [];
    LedgerState _last;

    /// <param name="assetOf">The asset of a contract's balances, CODE:ISSUER or native; null for contracts that are no assets.</param>
    public ChainBooks(LedgerState start, Func<Opaque, string?> assetOf)
    {
        (_last, AssetOf) = (start, assetOf);
        _coins = Held(start).GetValueOrDefault("native") + start.Header.FeePool;
        _issued = Held(start);
    }

    Func<Opaque, string?> AssetOf { get; }

    public long Fees { get; private set; }

    /// <summary>What was minted and burnt of an asset.</summary>
    public (Int128 Minted, Int128 Burnt) Turnover(string asset) => _turnover.GetValueOrDefault(asset);

    public int Archived { get; private set; }

    /// <summary>What of an asset there should be by the events.</summary>
    public Int128 Issued(string asset) => _issued.GetValueOrDefault(asset);

    public void Check(ClosedLedger closed, LedgerState state)
    {
        foreach (var tx in closed.Transactions)
        {
            Fees += tx.Result.FeeCharged;
            foreach (var happened in tx.Meta.Operations.SelectMany(operation => operation.Events)) Count(happened);
        }
        Assert.Equal(_last.Header.FeePool + closed.Transactions.Sum(tx => tx.Result.FeeCharged), state.Header.FeePool);
        var held = Held(state);
        Assert.Equal(_coins - state.Header.FeePool, held["native"]);
        foreach (var (asset, amount) in held.Where(pair => pair.Key != "native")) Assert.True(amount == Issued(asset), $"ledger {state.Sequence}: {amount} of {asset}, {Issued(asset)} issued");
        foreach (var (key, entry) in state.Entries) CheckEntry(state, key, entry);
        CheckSubEntries(state);
        _last = state;
    }

    /// <summary>Mints and burns, whoever did them: a payment from or to the issuer says so too.</summary>
    void Count(ContractEvent happened)
    {
        if (happened.Body is not ContractEventBody.V0 { Value: { Topics: [SCVal.Symbol kind, .., SCVal.String asset], Data: var data } }) return;
        Int128 amount = data switch
        {
            SCVal.I128 plain => plain.Value.ToInt128(),
            SCVal.Map { Value: [{ Val: SCVal.I128 inMap }, ..] } => inMap.Value.ToInt128(),
            _ => 0,
        };
        var (minted, burnt) = kind.Value.ToString() switch
        {
            "mint" => (amount, (Int128)0),
            "burn" or "clawback" => (0, amount),
            _ => (0, 0),
        };
        var name = asset.Value.ToString();
        _issued[name] = _issued.GetValueOrDefault(name) + minted - burnt;
        var before = _turnover.GetValueOrDefault(name);
        _turnover[name] = (before.Minted + minted, before.Burnt + burnt);
    }

    Dictionary<string, Int128> Held(LedgerState state)
    {
        var held = new Dictionary<string, Int128>();
        foreach (var entry in state.Entries.Values)
        {
            var (name, amount) = entry.Entry.Data switch
            {
                LedgerEntryData.Account account => ("native", (Int128)account.Value.Balance),
                LedgerEntryData.Trustline { Value: var line } when line.Asset.ToAsset() is { } asset => (asset.Name(), line.Balance),
                LedgerEntryData.ContractData { Value: { Contract: SCAddress.Contract { Value: var id }, Key: SCVal.Vec { Value: [SCVal.Symbol { Value: var variant }, ..] }, Val: SCVal.Map { Value: [{ Val: SCVal.I128 own }, ..] } } }
                    when variant == "Balance" && AssetOf(id) is { } issued => (issued, own.Value.ToInt128()),
                _ => (null, 0),
            };
            if (name is not null) held[name] = held.GetValueOrDefault(name) + amount;
        }
        return held;
    }

    void CheckEntry(LedgerState state, LedgerKey key, StoredEntry entry)
    {
        Assert.True(key == LedgerKeys.Of(entry.Entry.Data), $"{key} holds {entry.Entry.Data}");
        Assert.True(key.IsContract() == (entry.Life is not null), $"ledger {state.Sequence}: {key} has no life of its own");
        Assert.True(!entry.IsTemporary || entry.IsLiveIn(state.Sequence), $"ledger {state.Sequence}: {key} outlived {entry.Life?.LiveUntil}");
        Assert.True(entry.Life is null || entry.Life.LiveUntil - (long)state.Sequence < 3_110_400, $"ledger {state.Sequence}: {key} lives until {entry.Life?.LiveUntil}");
        if (!entry.IsLiveIn(state.Sequence)) Archived++;
        switch (entry.Entry.Data)
        {
            case LedgerEntryData.Account { Value: var account }:
                Assert.True(account.Balance >= 0, $"{account}");
                Assert.True(account.SeqNum >= _sequences.GetValueOrDefault(account.AccountID), $"ledger {state.Sequence}: sequence of {account} was {_sequences.GetValueOrDefault(account.AccountID)}");
                _sequences[account.AccountID] = account.SeqNum;
                break;
            case LedgerEntryData.Trustline { Value: var line }:
                Assert.True(line.Balance >= 0 && line.Balance <= line.Limit, $"{line}");
                break;
        }
    }

    static void CheckSubEntries(LedgerState state)
    {
        var owned = new Dictionary<PublicKey, int>();
        foreach (var entry in state.Entries.Values)
        {
            var owner = entry.Entry.Data switch
            {
                LedgerEntryData.Trustline line => line.Value.AccountID,
                LedgerEntryData.Data data => data.Value.AccountID,
                _ => null,
            };
            if (owner is not null) owned[owner] = owned.GetValueOrDefault(owner) + 1;
        }
        foreach (var entry in state.Entries.Values)
        {
            if (entry.Entry.Data is not LedgerEntryData.Account { Value: var account }) continue;
            owned.Remove(account.AccountID, out var entries);
            Assert.True(account.NumSubEntries == entries + account.Signers.Count, $"ledger {state.Sequence}: {account} owns {entries} entries");
        }
        Assert.True(owned.Count == 0, $"ledger {state.Sequence}: entries of accounts that are not there: {string.Join(", ", owned.Keys)}");
    }
}
