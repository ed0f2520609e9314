using KalePool.Actors.Serialization;
using KalePool.Backend.ReadModel;
using KalePool.Backend.ReadModel.Rows;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;

namespace KalePool.Backend.Tests.ReadModel;

public sealed class EventRowsSpec
{
    static readonly EventSource Source = new("farmer-1", 7);

    static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "data", "golden");

    public static TheoryData<string> EveryJournalManifest => [.. Manifests.Journal.Keys.Order(StringComparer.Ordinal)];

    static IReadOnlyList<Change> Of(FarmerEvent e) => EventRows.Of(e, BlockFold.Empty, Source).Changes;

    static List<Change> OfBlock(params IEnumerable<BlockEvent> events)
    {
        var (fold, changes) = (BlockFold.Empty, new List<Change>());
        foreach (var (e, number) in events.Select((e, i) => (e, i)))
        {
            (fold, var more) = EventRows.Of(e, fold, new EventSource("block", number + 1));
            changes.AddRange(more);
        }
        return changes;
    }

    /// <summary>A new event needs a decision here: what it changes, or that it changes nothing.</summary>
    [Theory, MemberData(nameof(EveryJournalManifest))]
    public void Somebody_has_decided_what_each_event_changes(string manifest)
    {
        var e = Read(manifest);
        var fold = e is BlockEvent and not BlockOpened ? BlockFold.Empty.Apply((BlockOpened)Read("block-opened:1")) : BlockFold.Empty;
        var changes = EventRows.Of(e, fold, Source).Changes;
        Assert.All(changes, c => Assert.NotEmpty(ChangeSql.Of(c)));

        static IEvent Read(string name) => JournalCodec.Read(name, File.ReadAllBytes(Path.Combine(Golden, name.Replace(':', '.') + ".json")));
    }

    [Fact]
    public void Every_change_has_a_statement_that_takes_all_of_it()
    {
        foreach (var type in typeof(Change).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Change))))
        {
            var sql = ChangeSql.Of((Change)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type));
            Assert.All(type.GetProperties().Where(p => p.Name != "EqualityContract"), p => Assert.Contains("@" + p.Name, sql, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_found_pail_whose_stake_was_corrected_before_takes_the_correction_back()
    {
        var changes = Of(new PlantSettled(Story.Farmer(1), 9, ActResult.Success, 500, 1001, 0, null, null, Story.Start, IsOnItsOwn: true, WasCorrected: true));
        Assert.DoesNotContain(changes, c => c is ActSettled);
        Assert.Equal([("stake", -500L), ("correction", 500L)], changes.OfType<MovementAdded>().Select(m => (m.Kind, m.Amount)));
    }

    [Fact]
    public void What_it_costs_that_pails_live_on_is_a_harvest_s_that_did_not_succeed_yet()
    {
        var settled = new ExtensionSettled(Story.Farmer(1), [9, 10], ActResult.Success, 1_800, 1_081, 77, "hash", null, Story.Start);
        var row = Assert.IsType<HarvestAdded>(Of(settled)[1]);
        Assert.Equal((9L, "failed", null, 77L, "hash"), (row.BlockIndex, row.Status, row.ErrorCode, row.XlmFee, row.TransactionHash));
        Assert.Single(Of(settled with { FeeStroops = 0 }));
    }

    [Fact]
    public void A_plant_that_opens_a_block_is_a_planting_only_when_his_pooler_has_asked_for_it()
    {
        var opened = Assert.IsType<PlantingAdded>(Of(new PlantSettled(Story.Farmer(1), 9, ActResult.Success, 0, 1001, 30, "hash", null, Story.Start, OpensBlock: true))[1]);
        Assert.Equal(("opened", 30L), (opened.Status, opened.XlmFee));
        var taken = Assert.IsType<PlantingAdded>(Assert.Single(Of(new PailTakenUp(Story.Farmer(1), 9, true, "hash", Story.Start))));
        Assert.Equal(("success", 0L, "hash"), (taken.Status, taken.XlmFee, taken.TransactionHash));
        Assert.Empty(Of(new PailTakenUp(Story.Farmer(1), 9, false, "hash", Story.Start)));
    }

    [Fact]
    public void A_plant_burns_its_stake()
    {
        var changes = Of(new PlantSettled(Story.Farmer(1), 9, ActResult.Success, 500, 1001, 30, "hash", null, Story.Start));
        Assert.Equal(new ActSettled("farmer-1", "success", Story.Start), changes[0]);
        Assert.Equal(new PlantingAdded(Source.RowId("plantings"), 9, Story.Farmer(1), 500, "hash", "success", null, null, null, 30, Story.Start), changes[1]);
        Assert.Equal(("stake", -500L, 1001L, 9L), changes[2] is MovementAdded m ? (m.Kind, m.Amount, m.Ledger, m.BlockIndex) : default);
    }

    [Fact]
    public void A_plant_of_nothing_moves_nothing() =>
        Assert.DoesNotContain(Of(new PlantSettled(Story.Farmer(1), 9, ActResult.Success, 0, 1001, 30, "hash", null, Story.Start)), c => c is MovementAdded);

    [Fact]
    public void A_pail_that_was_found_settles_no_act() =>
        Assert.DoesNotContain(Of(new PlantSettled(Story.Farmer(1), 9, ActResult.Success, 5, 1001, 0, null, null, Story.Start)), c => c is ActSettled);

    [Theory]
    [InlineData(ActResult.Failed, "failed", 1)]
    [InlineData(ActResult.Unknown, "unknown_outcome", 1)]
    [InlineData(ActResult.NotHappened, "not_happened", 0)]
    public void What_did_not_plant_is_a_failed_row_where_it_was_applied(ActResult result, string act, int rows)
    {
        var changes = Of(new PlantSettled(Story.Farmer(1), 9, result, 0, 1001, 30, "hash", result == ActResult.NotHappened ? null : Story.Poor, Story.Start));
        Assert.Equal(new ActSettled("farmer-1", act, Story.Start), changes[0]);
        Assert.Equal(rows, changes.OfType<PlantingAdded>().Count(p => p is { Status: "failed", ErrorCode: ErrorCode.InsufficientXlm, AttributedTo: Attribution.Farmer, XlmFee: 30 }));
        Assert.DoesNotContain(changes, c => c is MovementAdded);
    }

    [Fact]
    public void A_harvest_mints_reward_and_stake_apart()
    {
        var changes = Of(new HarvestSettled(Story.Farmer(1), 9, ActResult.Success, 700, 500, 1001, 30, "hash", null, Story.Start));
        Assert.Equal([("reward", 700), ("stake_returned", 500)], changes.OfType<MovementAdded>().Select(m => (m.Kind, m.Amount)));
        Assert.Equal(2, changes.OfType<MovementAdded>().Select(m => m.Id).Distinct().Count());
        Assert.Equal((700L, 500L, 30L), changes.OfType<HarvestAdded>().Select(h => (h.RewardAmount, h.StakeReturned, h.XlmFee)).Single());
    }

    [Fact]
    public void A_harvest_that_was_found_ends_no_act_and_takes_back_what_a_correction_counted()
    {
        var found = new HarvestSettled(Story.Farmer(1), 9, ActResult.Success, 700, 500, 1001, 0, "hash", null, Story.Start, 0, "other", true);
        var changes = Of(found);
        Assert.DoesNotContain(changes, c => c is ActSettled);
        Assert.Equal(("other", 0L), changes.OfType<HarvestAdded>().Select(h => (h.Source, h.XlmFee)).Single());
        Assert.Equal([("reward", 700), ("stake_returned", 500), ("correction", -1_200)], changes.OfType<MovementAdded>().Select(m => (m.Kind, m.Amount)));
        Assert.Equal(2, Of(found with { WasCorrected = false }).OfType<MovementAdded>().Count());
    }

    [Fact]
    public void What_comes_in_from_outside_and_what_nobody_told_of_moves_the_balance()
    {
        var deposit = Assert.IsType<MovementAdded>(Assert.Single(Of(new DepositRecorded(Story.Farmer(1), 700, "GSOMEBODY", "hash", 1001, "id", Story.Start))));
        Assert.Equal(("deposit", 700L, "hash"), (deposit.Kind, deposit.Amount, deposit.TransactionHash));
        var correction = Assert.IsType<MovementAdded>(Assert.Single(Of(new BalanceCorrected(Story.Farmer(1), -7, 693, 1002, "why", Story.Start))));
        Assert.Equal(("correction", -7L, null), (correction.Kind, correction.Amount, correction.TransactionHash));
    }

    [Fact]
    public void A_payout_in_doubt_is_settled_by_what_the_balance_tells()
    {
        var payment = new Payment("GPAYOUT", 475, "GPOOLER", 50);
        Assert.Equal(
            [
                new ActResolved("farmer-1", "hash", "success", Story.Start), new PaymentSettled(Story.Farmer(1), "hash", "success", 0), new OwedShareChanged(Story.Farmer(1), -50),
            ],
            Of(new PayoutFound(Story.Farmer(1), 2, payment, "hash", 1001, Story.Start)).Where(c => c is not MovementAdded));
        Assert.Equal([("payout", -475L), ("share", -50L)], Of(new PayoutFound(Story.Farmer(1), 2, payment, "hash", 1001, Story.Start)).OfType<MovementAdded>().Select(m => (m.Kind, m.Amount)));
        Assert.Equal(
            [new ActResolved("farmer-1", "hash", "failed", Story.Start), new PaymentSettled(Story.Farmer(1), "hash", "failed", 0)],
            Of(new PayoutNotFound(Story.Farmer(1), 2, "hash", 1001, Story.Start)));
    }

    [Fact]
    public void A_recovered_payment_moves_what_left_and_settles_what_was_known_to_be_owed()
    {
        var payment = new Payment("GPAYOUT", 475, "GPOOLER", 50);
        var changes = Of(new PaymentRecovered(Story.Farmer(1), "payout", 2, payment, 30, "hash", 1001, 200, Story.Start, "never"));
        Assert.Equal([("payout", 475L, "GPAYOUT"), ("pooler_share", 50L, "GPOOLER")], changes.OfType<PayoutAdded>().Select(p => (p.Kind, p.Amount, p.Destination)));
        Assert.Equal([("payout", -475L), ("share", -30L), ("share", -20L)], changes.OfType<MovementAdded>().Select(m => (m.Kind, m.Amount)));
        Assert.Equal(3, changes.OfType<MovementAdded>().Select(m => m.Id).Distinct().Count());
        Assert.Equal([new OwedShareChanged(Story.Farmer(1), -30)], changes.OfType<OwedShareChanged>());
        Assert.Contains(new PaymentSettled(Story.Farmer(1), "hash", "success", 200), changes);
        Assert.Contains(new ActResolved("farmer-1", "never", "failed", Story.Start), changes);
        Assert.Contains(new FarmerStatusChanged(Story.Farmer(1), "leaving"), Of(new PaymentRecovered(Story.Farmer(1), "exit", 2, payment, 30, "hash", 1001, 200, Story.Start)));
        var theft = Assert.IsType<MovementAdded>(Assert.Single(Of(new OutgoingRecorded(Story.Farmer(1), 7, "GTHIEF", "hash", 1001, Story.Start))));
        Assert.Equal(("correction", -7L, "hash"), (theft.Kind, theft.Amount, theft.TransactionHash));
        Assert.Empty(Of(new LossAccepted(Story.Farmer(1), 7, 2, "why", Story.Start)));
        Assert.Equal([new OwedShareChanged(Story.Farmer(1), -3)], Of(new LossAccepted(Story.Farmer(1), 7, 2, "why", Story.Start, 3)));
    }

    [Theory]
    [InlineData(6u, "pooler", 7ul)]
    [InlineData(5u, "other", null)]
    public void A_work_is_the_poolers_where_the_pail_bears_out_his_report(uint reported, string source, object? nonce)
    {
        var (block, farmer) = (Story.FirstBlock, Story.Farmer(1));
        var work = OfBlock(
            new BlockOpened(Story.Pooler, block, [new(farmer, "G")], [], Story.At(block, 0)),
            new PlantsRecorded(Story.Pooler, block, [new(farmer, 1, "p", null)], Story.At(block, 1)),
            new WorksReported(Story.Pooler, block, [new(farmer, true, 7, "h", reported, 15, "w", null), new(farmer, false, null, null, null, null, null, "process_crashed")], Story.At(block, 2)),
            new WorksRecorded(Story.Pooler, block, [new(farmer, 6, 15, null)], Story.At(block, 3)),
            new HarvestsRecorded(Story.Pooler, block, [new(farmer, 5, "x", null)], Story.At(block, 4))).OfType<WorkAdded>().Single();
        Assert.Equal((6, 15L, source, Story.At(block, 3)), (work.Zeros!.Value, work.Gap!.Value, work.Source, work.At));
        Assert.Equal(nonce is null ? null : 7m, work.Nonce);
    }

    [Fact]
    public void A_pail_that_strangers_worked_and_harvested_unseen_was_worked()
    {
        var (block, farmer) = (Story.FirstBlock, Story.Farmer(1));
        var work = OfBlock(
            new BlockOpened(Story.Pooler, block, [new(farmer, "G")], [], Story.At(block, 0)),
            new PlantsRecorded(Story.Pooler, block, [new(farmer, 1, "p", null)], Story.At(block, 1)),
            new HarvestsRecorded(Story.Pooler, block, [new(farmer, 5, "x", null)], Story.At(block, 4))).OfType<WorkAdded>().Single();
        Assert.Equal(((int?)null, "other"), (work.Zeros, work.Source));
    }

    [Fact]
    public void Who_is_left_out_has_a_failed_plant()
    {
        var changes = OfBlock(new BlockOpened(Story.Pooler, 9, [], [Story.Farmer(1), Story.Farmer(2)], Story.Start));
        Assert.Equal(2, changes.OfType<PlantingAdded>().Where(p => p.ErrorCode == ErrorCode.PoolerFull).Select(p => p.Id).Distinct().Count());
    }

    [Fact]
    public void A_block_in_which_nothing_was_planted_has_failed()
    {
        var farmer = Story.Farmer(1);
        var last = OfBlock(
            new BlockOpened(Story.Pooler, 9, [new(farmer, "G")], [], Story.Start),
            new PlantsRecorded(Story.Pooler, 9, [new(farmer, 0, null, Story.Poor)], Story.Start),
            new BlockCompleted(Story.Pooler, 9, Story.Start)).OfType<BlockProgress>().Last();
        Assert.Equal(("failed", 0), (last.Status, last.SuccessfulPlants));
    }

    [Fact]
    public void Ids_of_rows_are_the_same_for_ever_and_all_different()
    {
        Assert.Equal(new Guid("bdb1f1b7-fcd7-8699-a2ef-ce1e7905df82"), Source.RowId("plantings"));
        Guid[] ids = [Source.RowId("plantings"), Source.RowId("works"), Source.RowId("plantings", 1), new EventSource("farmer-1", 8).RowId("plantings"), new EventSource("farmer-2", 7).RowId("plantings")];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(8, id.Version));
    }
}
