using KalePool.Contracts.Settings;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Submission;

namespace KalePool.Pooler.Tests.OnDevnet;

/// <summary>Works of many farmers, through the router, channel accounts and the backend.</summary>
[Collection(DevnetCollection.Name)]
public sealed class SubmissionSpec
{
    static async Task<(uint Block, Worked[] Worked)> RunBlockAsync(PoolerRig rig, params (string Name, string Value)[] changes)
    {
        var running = rig.RunAsync(1, default, changes);
        await rig.UntilAsync(() => running.IsCompleted, running);
        await running;
        var settled = Assert.Single(rig.Display.Of<BlockSettled>());
        Assert.Equal((rig.Farmers.Count, rig.Farmers.Count), (settled.Planted, settled.Worked));
        return (settled.Index, [.. rig.Display.Of<Worked>()]);
    }

    static async Task<long> FeeOfASingleWorkAsync()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        var before = rig.Farm.BalanceOf(rig.Account)!.Value;
        await RunBlockAsync(rig);
        return (before - rig.Farm.BalanceOf(rig.Account)!.Value) / rig.Farmers.Count;
    }

    [Fact]
    public async Task Ninety_works_are_one_transaction_in_one_ledger_at_less_than_half_the_fee_of_single_ones()
    {
        var single = await FeeOfASingleWorkAsync();
        await using var rig = await PoolerRig.StartAsync(90);
        var (before, sequence) = (rig.Farm.BalanceOf(rig.Account)!.Value, rig.Farm.SequenceOf(rig.Account));

        var (_, worked) = await RunBlockAsync(rig, rig.Router);

        Assert.Equal(sequence + 1, rig.Farm.SequenceOf(rig.Account));
        Assert.Equal(90, worked.Select(each => each.Wallet).Distinct().Count());
        Assert.Single(worked.Select(each => each.TxHash).Distinct());
        var together = (before - rig.Farm.BalanceOf(rig.Account)!.Value) / 90;
        Assert.InRange(together, 1, single / 2);
        Assert.Empty(rig.Display.Of<WorkFailed>());
    }

    [Fact]
    public async Task A_work_that_fails_among_others_is_told_with_its_cause_and_leaves_them_as_they_are()
    {
        await using var rig = await PoolerRig.StartAsync(3);
        var sequence = rig.Farm.SequenceOf(rig.Account);
        // A rival works for one of them, better, in the ledger before ours lands.
        rig.Wire.BeforeSending = () =>
        {
            var block = rig.Display.Of<BlockOpened>()[^1].Index;
            var (nonce, hash) = rig.Farm.Find(rig.Farmers[0], block, rig.Display.Of<Improved>().Where(found => found.Wallet == rig.Farmers[0].Address).Max(found => found.Zeros) + 1);
            rig.Farm.Work(rig.Farmers[1], rig.Farmers[0], block, nonce, hash);
            rig.CloseLedgerAtOnce();
        };

        var (block, worked) = await RunBlockAsync(rig, rig.Router);

        // By chance, just as many zeros as the rival's are found before his work is seen: then they are refused too.
        var all = rig.Display.Of<WorkFailed>();
        var failed = all[0];
        Assert.All(all, each => Assert.Equal((block, rig.Farmers[0].Address, "ZeroCountTooLow"), (each.Index, each.Wallet, each.Reason)));
        Assert.Equal(
            rig.Farmers.Skip(1).Select(farmer => farmer.Address).Order(StringComparer.Ordinal),
            worked.Where(each => each.TxHash == failed.TxHash).Select(each => each.Wallet).Order(StringComparer.Ordinal));
        // Where more zeros are found in time, for him or for them, they are worked for once more; nothing else was sent.
        Assert.Equal(sequence + worked.Select(each => each.TxHash).Concat(all.Select(each => each.TxHash)).Distinct().Count(), rig.Farm.SequenceOf(rig.Account));
    }

    [Fact]
    public async Task Killed_between_sending_and_outcome_many_works_are_looked_up_and_sent_once()
    {
        await using var rig = await PoolerRig.StartAsync(5);
        var before = rig.Farm.SequenceOf(rig.Account);
        using (var stop = new CancellationTokenSource())
        {
            var first = rig.RunAsync(null, stop.Token, rig.Router);
            rig.Wire.CutsAfterSending = true;
            await rig.UntilAsync(() => rig.Wire.IsCut, first);
            await rig.CloseLedgerAsync();
            await stop.CancelAsync();
            await first;
        }
        Assert.Empty(rig.Display.Of<Worked>());
        rig.Wire.CutsAfterSending = false;
        rig.Wire.IsCut = false;
        var block = rig.Display.Of<BlockOpened>()[^1].Index;
        rig.Pool.Beat = _ => new(true, default, block, [.. rig.Farmers.Select(farmer => rig.Farm.Planted(farmer, block))], [], []);

        using var end = new CancellationTokenSource();
        var second = rig.RunAsync(null, end.Token, rig.Router);
        await rig.UntilAsync(() => rig.Display.Of<BlockSettled>().Any(settled => settled.Index == block && settled.Worked == 5), second);
        await end.CancelAsync();
        await second;

        Assert.Equal(before + 1, rig.Farm.SequenceOf(rig.Account));
        Assert.Single(rig.Display.Of<Worked>().Where(worked => worked.Index == block).Select(worked => worked.TxHash).Distinct());
        Assert.Empty(rig.Display.Of<WorkFailed>());
    }

    [Fact]
    public async Task Without_a_router_a_hundred_farmers_land_within_three_ledgers_through_channel_accounts()
    {
        const int Channels = 50;
        await using var rig = await PoolerRig.StartAsync(100);
        Assert.Equal(Channels, await rig.WithChannelsAsync(channels => channels.OpenAsync(Channels, default)));
        Assert.Equal(0, await rig.WithChannelsAsync(channels => channels.OpenAsync(Channels, default)));
        var sequence = rig.Farm.SequenceOf(rig.Account);

        var (_, worked) = await RunBlockAsync(rig, ("CHANNEL_ACCOUNTS", $"{Channels}"));

        Assert.Equal(100, worked.Select(each => each.TxHash).Distinct().Count());
        // All were planted in one ledger, so that gaps tell ledgers.
        Assert.InRange(worked.Max(each => each.Gap) - worked.Min(each => each.Gap), 0u, 2u);
        Assert.Equal(sequence, rig.Farm.SequenceOf(rig.Account));
        Assert.All(ChannelKeys.Of(rig.Account, ..Channels), channel => Assert.Equal(ChannelAccounts.Balance, rig.Farm.BalanceOf(channel)));

        var before = rig.Farm.BalanceOf(rig.Account)!.Value;
        Assert.Equal(Channels, await rig.WithChannelsAsync(channels => channels.CloseAsync(Channels, default)));
        Assert.All(ChannelKeys.Of(rig.Account, ..Channels), channel => Assert.Null(rig.Farm.BalanceOf(channel)));
        Assert.Equal(before + Channels * (ChannelAccounts.Balance - 100), rig.Farm.BalanceOf(rig.Account));
    }

    [Fact]
    public async Task Opening_channels_that_was_killed_after_sending_opens_each_once()
    {
        await using var rig = await PoolerRig.StartAsync(0);
        var before = rig.Farm.BalanceOf(rig.Account)!.Value;
        using (var stop = new CancellationTokenSource())
        {
            rig.Wire.CutsAfterSending = true;
            rig.Wire.WhenCut = stop.Cancel;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.WithChannelsAsync(channels => channels.OpenAsync(3, stop.Token)));
        }
        rig.Wire.CutsAfterSending = false;
        rig.Wire.IsCut = false;
        Assert.InRange(await rig.WithChannelsAsync(channels => channels.OpenAsync(3, default)), 0, 3);
        Assert.Equal(before - 3 * (ChannelAccounts.Balance + 100), rig.Farm.BalanceOf(rig.Account));
        Assert.All(await rig.WithChannelsAsync(channels => channels.ReadAsync(3, default)), channel => Assert.Equal(ChannelAccounts.Balance, channel.Balance));
    }

    [Fact]
    public async Task A_sequence_number_that_somebody_else_used_costs_time_and_nothing_else()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        rig.Wire.BeforeSending = () =>
        {
            rig.Farm.Trust(rig.Account);
            rig.CloseLedgerAtOnce();
        };

        var (_, worked) = await RunBlockAsync(rig, rig.Router);

        Assert.Equal(2, worked.Length);
        Assert.All(rig.Display.Of<WorkFailed>(), failed => Assert.Contains("another transaction has used", failed.Reason, StringComparison.Ordinal));
        Assert.Equal(2, rig.Display.Of<WorkFailed>().Count);
        // Not when the bounds of the first one had passed, which takes nine ledgers: planted in one ledger, most gap 8, sent, and sent again.
        Assert.All(worked, each => Assert.InRange(each.Gap, 8u, 13u));
    }

    [Fact]
    public async Task A_transaction_that_the_server_took_and_lost_goes_again_two_ledgers_later_under_a_bid_that_replaces_it()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        var sequence = rig.Farm.SequenceOf(rig.Account);
        rig.Wire.Losses = 1;

        var (_, worked) = await RunBlockAsync(rig, rig.Router);

        Assert.Equal(sequence + 1, rig.Farm.SequenceOf(rig.Account));
        Assert.Equal(2, rig.Wire.Sent.Count);
        Assert.Equal(FeeBids.First * 10, Bid(Assert.Single(rig.Journal, line => line.Contains("\"bumped\"", StringComparison.Ordinal))));
        Assert.All(worked, each => Assert.InRange(each.Gap, 8u, 13u));
        Assert.Empty(rig.Display.Of<WorkFailed>());

        static long Bid(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("bid").GetInt64();
    }

    [Fact]
    public async Task A_queue_that_says_try_again_later_gets_the_same_transaction_under_a_higher_bid_that_is_on_disk_first()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        var sequence = rig.Farm.SequenceOf(rig.Account);
        rig.Wire.Refusals = 2;

        var (_, worked) = await RunBlockAsync(rig, rig.Router);

        Assert.Equal(sequence + 1, rig.Farm.SequenceOf(rig.Account));
        Assert.Equal(2, worked.Length);
        var bumped = rig.Journal.Where(line => line.Contains("\"bumped\"", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, bumped.Length);
        Assert.Equal(3, rig.Wire.Sent.Distinct().Count());
        Assert.Contains($"\"xdr\":\"{rig.Wire.Sent.Last().Replace("+", "\\u002B", StringComparison.Ordinal)}\"", bumped[^1], StringComparison.Ordinal);
    }

    /// <summary>The chain is read every seven seconds here, and the deadline is where no reading is: two acts of two seconds, a quarter more, before two ledgers.</summary>
    [Fact]
    public async Task Begins_to_submit_at_the_deadline_and_not_when_the_chain_is_read_next()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        var began = TimeSpan.Zero;
        rig.Wire.BeforeSending = () => began = rig.Time.GetUtcNow() - rig.Farm.OpenedOf(rig.Display.Of<BlockOpened>()[^1].Index);

        // Nobody is ever done, so nothing goes before the deadline.
        await RunBlockAsync(rig, ("BLOCK_POLL_INTERVAL_SECONDS", "7"), ("HASH_BEYOND_MAX_ZEROS", "true"), ("NONCE_COUNT_PER_PROCESS", "5000"));

        Assert.InRange(began.TotalSeconds, 53, 54.5);
    }

    [Fact]
    public async Task A_server_that_tells_of_a_ledger_that_cannot_be_yet_is_not_believed()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        rig.Wire.BeforeSending = () => rig.Wire.Lies = 3;

        var (_, worked) = await RunBlockAsync(rig, rig.Router);

        Assert.Equal(2, worked.Length);
        Assert.Contains(rig.Display.Of<TroubleBegan>(), trouble => trouble.Message.Contains("cannot be yet", StringComparison.Ordinal));
        Assert.Contains(rig.Display.Of<TroubleBegan>(), trouble => trouble.Message.Contains("is no time", StringComparison.Ordinal));
        Assert.Empty(rig.Display.Of<WorkFailed>());
    }

    /// <summary>Long: a whole block and the next one on a clock that waits for every hash take more than a minute.</summary>
    [Fact, Trait("Category", "Long")]
    public async Task While_the_backend_is_away_works_are_submitted_and_reported_when_it_is_back()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        rig.Pool.WorkComplete = (_, _) => throw new PoolApiException(PoolApiFault.Unreachable, new("http://b"), "away");
        using var stop = new CancellationTokenSource();
        // The next block's most zeros are those of this one or more: nobody hashes for them without end.
        var running = rig.RunAsync(null, stop.Token, rig.Router, ("NONCE_COUNT_PER_PROCESS", "100000"));
        // The first block is over and the next one is under way.
        await rig.UntilAsync(() => rig.Display.Of<Worked>().Select(worked => worked.Index).Distinct().Count() == 2, running);
        var first = rig.Display.Of<Worked>()[0].Index;
        Assert.Empty(rig.Display.Of<Reported>());

        rig.Pool.WorkComplete = (_, results) => new(true, results.Count, 0, []);
        await rig.UntilAsync(() => rig.Display.Of<Reported>().Any(reported => reported.Index == first), running);
        await stop.CancelAsync();
        await running;

        Assert.Equal(2, rig.Display.Of<Reported>().First(reported => reported.Index == first).Results);
    }

    [Fact]
    public async Task A_pooler_without_a_secret_key_hands_its_works_to_the_backend()
    {
        await using var rig = await PoolerRig.StartAsync(2);
        rig.Pool.WorkSubmit = (block, work) =>
        {
            foreach (var each in work)
            {
                var farmer = rig.Farmers.Single(key => Farm.IdOf(key) == each.FarmerId);
                rig.Farm.Work(farmer, farmer, block, each.Nonce, KalePool.Stellar.Xdr.Opaque.FromHex(each.Hash));
            }
            return new([.. work.Select(each => each.FarmerId)], []);
        };
        var before = rig.Farm.BalanceOf(rig.Account);

        var (block, _) = await RunBlockAsync(rig, ("WORK_SUBMISSION", "backend"), ("POOLER_SECRET_KEY", ""), ("POOLER_PUBLIC_KEY", rig.Account.Address));

        Assert.Equal(2, rig.Pool.HandedOver.SelectMany(each => each.Work).Select(each => each.FarmerId).Distinct().Count());
        Assert.Equal((block, 0), (Assert.Single(rig.Pool.Reports).Block, Assert.Single(rig.Pool.Reports).Results.Count));
        Assert.Equal(before, rig.Farm.BalanceOf(rig.Account));
    }

    [Fact]
    public async Task Refuses_to_start_with_a_router_that_is_none()
    {
        await using var rig = await PoolerRig.StartAsync(0);
        var thrown = await Assert.ThrowsAsync<SettingsException>(() => rig.RunAsync(1, default, ("ROUTER_CONTRACT_ID", "CCM23MFAJHDWUMF3IM3UPUI4ZUFFKX6OWJNJRUKO2W6MUTQNQWWFH7DC")));
        Assert.Equal("ROUTER_CONTRACT_ID", Assert.Single(thrown.Errors).Name);
    }
}
