using KalePool.Pooler.Work;

namespace KalePool.Pooler.Tests.Work;

public sealed class HashOrderSpec
{
    static HashOrder Of(int enough, ulong? cap, params (string Wallet, int Zeros)[] farmers)
    {
        var order = new HashOrder(enough, cap, 100);
        foreach (var (wallet, zeros) in farmers) order.Add(wallet, zeros);
        return order;
    }

    /// <summary>The wallets of the next turns.</summary>
    static string Turns(HashOrder order, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => order.Take()?.Wallet ?? "-"));

    [Fact]
    public void Fewest_zeros_first_then_fewest_hashes_then_the_name() => Assert.Equal("bcbcb", Turns(Of(9, null, ("a", 4), ("b", 2), ("c", 2)), 5));

    [Fact]
    public void Who_has_found_better_waits_until_the_others_have_as_much()
    {
        var order = Of(9, null, ("a", 2), ("b", 2));
        order.Raise("a", 3);
        Assert.Equal("bbb", Turns(order, 3));
        order.Raise("b", 3);
        Assert.Equal("aaa", Turns(order, 3));
    }

    [Fact]
    public void Is_done_when_everybody_has_enough()
    {
        var order = Of(4, null, ("a", 4), ("b", 3));
        Assert.Equal("bb", Turns(order, 2));
        order.Raise("b", 5);
        Assert.True(order.IsDone);
        Assert.Equal("-", Turns(order, 1));
    }

    [Fact]
    public void Fewer_zeros_than_known_change_nothing()
    {
        var order = Of(9, null, ("a", 5), ("b", 4));
        order.Raise("a", 3);
        order.Raise("nobody", 3);
        Assert.Equal("b", Turns(order, 1));
    }

    [Fact]
    public void The_cap_counts_what_an_earlier_run_had_given()
    {
        var order = new HashOrder(9, 250, 100);
        order.Add("a", taken: 180);
        Assert.Equal(new HashOrder.Turn("a", 180, 70, HashOrder.NoZeros), order.Take());
        Assert.True(order.IsDone);
        Assert.Equal(250ul, order.TakenBy("a"));
    }

    [Fact]
    public void Who_has_gone_gets_no_turn_and_who_is_added_twice_keeps_his_place()
    {
        var order = Of(9, null, ("a", 1), ("b", 2));
        order.Add("a", 8);
        Assert.Equal("a", Turns(order, 1));
        order.Remove("a");
        Assert.Equal(("b", 0ul), (Turns(order, 1), order.TakenBy("a")));
    }

    /// <summary>Against the rule said plainly, over farmers and finds of chance.</summary>
    [Fact]
    public void Always_gives_the_turn_to_the_one_with_the_least()
    {
        var random = new Random(3);
        var order = new HashOrder(12, null, 10);
        var known = new Dictionary<string, (int Zeros, ulong Taken)>();
        for (var i = 0; i < 5_000; i++)
        {
            var wallet = $"{random.Next(40):00}";
            if (random.Next(20) == 0 && known.TryAdd(wallet, (-1, 0))) order.Add(wallet);
            if (known.Count == 0) continue;
            if (random.Next(4) == 0 && known.TryGetValue(wallet, out var lane))
            {
                order.Raise(wallet, lane.Zeros + 1);
                known[wallet] = lane with { Zeros = lane.Zeros + 1 };
            }
            var least = known.Where(pair => pair.Value.Zeros < 12).OrderBy(pair => pair.Value.Zeros).ThenBy(pair => pair.Value.Taken).ThenBy(pair => pair.Key, StringComparer.Ordinal).FirstOrDefault();
            Assert.Equal(least.Key, order.Take()?.Wallet);
            if (least.Key is not null) known[least.Key] = least.Value with { Taken = least.Value.Taken + 10 };
        }
    }
}
