using KalePool.Devnet.Queue;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>
/// Eight people do anything, sensible or not. Every ledger checks its own books; here the whole is counted: XLM is what it was less the fees, KALE what was minted less
/// what was burnt, and no entry outlives its time.
/// </summary>
public class ConservationSpec
{
    readonly TestChain _chain = new(new DevnetSettings { BlockSeconds = 60, MinTemporaryTtl = 40, StartIndex = 30_557 });
    readonly List<KeyPair> _people = [];
    Int128 _issued;
    long _fees;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_random_walk_keeps_the_books(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 8; i++) _people.Add(_chain.NewFarmer(kale: 1_000_000 * (i % 3)));
        var before = (Xlm(), Kale(), Pool());
        var sent = 0;
        for (var ledger = 0; ledger < 150; ledger++)
        {
            foreach (var key in _people.Where(_ => random.Next(3) > 0))
            {
                if (Act(random, key) is { } tx && _chain.Send(tx, random.Next(20) == 0 ? _people[0] : key).Status == QueueStatus.Pending) sent++;
            }
            Count(_chain.Close(random.Next(1, 15)));
        }

        Assert.True(sent > 300, $"only {sent} transactions got into the queue");
        Assert.Equal(before.Item1 - _fees, Xlm());
        Assert.Equal(before.Item3 + _fees, Pool());
        Assert.Equal(before.Item2 + _issued, Kale());
        Assert.All(_chain.State.Entries, pair => Assert.True(!pair.Value.IsTemporary || pair.Value.IsLiveIn(_chain.State.Sequence), $"{pair.Key}"));
    }

    Transaction? Act(Random random, KeyPair key)
    {
        var other = _people[random.Next(_people.Count)];
        if (!_chain.Exists(key)) return null;
        return random.Next(10) switch
        {
            0 => _chain.Classic(key, [Operations.Payment(Addresses.Source(other.PublicKey), _chain.Kale, random.NextInt64(0, 2_000_000))]),
            1 => _chain.Classic(key, [Operations.Payment(Addresses.Source(other.PublicKey), Assets.Native, random.NextInt64(1, 200_000_000))]),
            2 => _chain.Classic(key, [Operations.ChangeTrust(_chain.Kale, random.NextInt64(0, 3) == 0 ? 0 : long.MaxValue - random.Next(5))]),
            3 or 4 or 5 => _chain.Plant(key, random.Next(2) == 0 ? 0 : random.NextInt64(-5, 2_000_000)),
            6 or 7 => _chain.Block(_chain.FarmNow.Index) is null ? null : _chain.Work(other, (uint)random.Next(2), key),
            8 => _chain.Harvest(other, _chain.FarmNow.Index - (uint)random.Next(3), key),
            _ => _chain.Classic(key, [Operations.Payment(Addresses.Source(_chain.Chain.Keys.Issuer.PublicKey), _chain.Kale, random.NextInt64(1, 1_000))]),
        };
    }

    void Count(Ledger.ClosedLedger closed)
    {
        foreach (var tx in closed.Transactions)
        {
            _fees += tx.Result.FeeCharged;
            foreach (var happened in tx.Meta.Operations.SelectMany(operation => operation.Events))
            {
                var body = ((ContractEventBody.V0)happened.Body).Value;
                if (happened.ContractID != _chain.Farm.AssetContractId || body.Topics[0] is not SCVal.Symbol kind) continue;
                var amount = ((SCVal.I128)body.Data).Value.ToInt128();
                _issued += kind.Value.ToString() switch { "mint" => amount, "burn" => -amount, _ => 0 };
            }
        }
    }

    Int128 Xlm() => Sum(entry => entry is LedgerEntryData.Account account ? account.Value.Balance : 0);

    Int128 Kale() => Sum(entry => entry is LedgerEntryData.Trustline line ? line.Value.Balance : 0);

    long Pool() => _chain.State.Header.FeePool;

    Int128 Sum(Func<LedgerEntryData, long> amount) => _chain.State.Entries.Values.Aggregate((Int128)0, (sum, entry) => sum + amount(entry.Entry.Data));
}
