using KalePool.Contracts.Errors;
using KalePool.Domain.Chain;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Tests.Chain;

/// <summary>What the pool makes of what a node tells, against the real contract's recordings.</summary>
public sealed class ActReadingSpec
{
    static readonly RecordedAct APlant = RecordedAct.All.First(a => a is { Function: "plant", Amount: > 0, Outcome: ActOutcome.Success });
    static readonly RecordedAct AHarvest = RecordedAct.All.First(a => a is { Function: "harvest", Outcome: ActOutcome.Success });

    static ActReading Reading(RecordedAct act) => new(act.Deployment);

    static ActOutcome.Failed FailedBy(Opaque contract, uint code) => new(1001, 5000, RecordedAct.Result(false), null, [new DiagnosticEvent(
        true,
        new ContractEvent(contract, ContractEventType.Diagnostic, new ContractEventBody.V0(
            new ContractEventV0([new SCVal.Symbol("error"), new SCVal.Error(new SCError.Contract(code))], new SCVal.Void())))).ToBase64()]);

    [Fact]
    public void Every_recorded_plant_staked_what_it_was_told_to_in_the_block_of_its_pail()
    {
        var plants = RecordedAct.All.Where(a => a is { Function: "plant", Outcome: ActOutcome.Success }).ToList();
        Assert.True(plants.Count > 100);
        Assert.All(plants, a => Assert.Equal(
            new ActReport(ActResult.Success, a.Step.Now.Sequence, RecordedAct.Fee, a.Amount, 0, null), Reading(a).Plant(a.Outcome, a.Farmer, a.Block)));
    }

    [Fact]
    public void Every_recorded_harvest_brought_back_its_pail_s_stake_and_the_reward_that_was_returned()
    {
        var harvests = RecordedAct.All.Where(a => a is { Function: "harvest", Outcome: ActOutcome.Success }).ToList();
        Assert.True(harvests.Count > 50);
        Assert.All(harvests, a =>
        {
            var pail = KaleCodec.DecodePail(a.Before[KaleKeys.Pail(a.Deployment.ContractId, a.Farmer, a.Block)].Data);
            var reward = (long)((SCVal.I128)a.Step.ReturnValue).Value.ToInt128();
            Assert.Equal(new ActReport(ActResult.Success, a.Step.Now.Sequence, RecordedAct.Fee, (long)pail.Stake, reward, null), Reading(a).Harvest(a.Outcome, a.Farmer, a.Block));
        });
    }

    [Fact]
    public void A_success_without_the_pail_that_was_meant_is_an_operator_s()
    {
        var stranger = KaleAddresses.Account(new byte[32]);
        ActReport[] reports =
        [
            Reading(APlant).Plant(APlant.Outcome, APlant.Farmer, APlant.Block + 1),
            Reading(APlant).Plant(APlant.Outcome, stranger, APlant.Block),
            Reading(AHarvest).Harvest(AHarvest.Outcome, AHarvest.Farmer, AHarvest.Block + 1),
            Reading(AHarvest).Harvest(AHarvest.Outcome, stranger, AHarvest.Block),
        ];
        Assert.All(reports, r => Assert.Equal((ActResult.Unknown, ErrorCode.UnknownOutcome, RecordedAct.Fee, 0L, 0L), (r.Result, r.Failure!.Code, r.FeeStroops, r.StakeStroops, r.RewardStroops)));
    }

    [Fact]
    public void A_pail_of_another_farm_is_none_of_ours()
    {
        var elsewhere = new ActReading(APlant.Deployment with { ContractId = new byte[32] });
        Assert.Equal(ActResult.Unknown, elsewhere.Plant(APlant.Outcome, APlant.Farmer, APlant.Block).Result);
    }

    [Fact]
    public void A_harvest_without_a_returned_reward_is_an_operator_s()
    {
        var success = (ActOutcome.Success)AHarvest.Outcome;
        var pail = new LedgerEntryChange.State(AHarvest.Before[KaleKeys.Pail(AHarvest.Deployment.ContractId, AHarvest.Farmer, AHarvest.Block)]);
        var silent = success with { MetaXdr = RecordedAct.Meta([pail], null).ToBase64() };
        Assert.Equal(ActResult.Unknown, Reading(AHarvest).Harvest(silent, AHarvest.Farmer, AHarvest.Block).Result);
    }

    /// <summary>A node that makes them up must neither take from anybody's books nor stop the actor that waits.</summary>
    [Theory]
    [InlineData("-1")]
    [InlineData("9223372036854775808")]
    [InlineData("-170141183460469231731687303715884105728")]
    public void A_reward_that_no_farm_returns_is_an_operator_s(string reward)
    {
        var success = (ActOutcome.Success)AHarvest.Outcome;
        var pail = new LedgerEntryChange.State(AHarvest.Before[KaleKeys.Pail(AHarvest.Deployment.ContractId, AHarvest.Farmer, AHarvest.Block)]);
        var forged = success with { MetaXdr = RecordedAct.Meta([pail], SCVals.I128(Int128.Parse(reward, System.Globalization.CultureInfo.InvariantCulture))).ToBase64() };
        var report = Reading(AHarvest).Harvest(forged, AHarvest.Farmer, AHarvest.Block);
        Assert.Equal((ActResult.Unknown, 0L, RecordedAct.Fee), (report.Result, report.RewardStroops, report.FeeStroops));
        Assert.Contains(reward, report.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_meta_of_before_protocol_23_is_read_as_well()
    {
        var success = (ActOutcome.Success)APlant.Outcome;
        var v4 = ((TransactionMeta.V4)XdrCodec.FromBase64<TransactionMeta>(success.MetaXdr)).Value;
        TransactionMeta v3 = new TransactionMeta.V3(new TransactionMetaV3([], [new OperationMeta(v4.Operations[0].Changes)], [], null));
        Assert.Equal(APlant.Amount, Reading(APlant).Plant(success with { MetaXdr = v3.ToBase64() }, APlant.Farmer, APlant.Block).StakeStroops);
        Assert.Null(MetaChanges.ReturnValueOf(v3));
        Assert.Empty(MetaChanges.Of(new TransactionMeta.V0([])));
        Assert.Null(MetaChanges.ReturnValueOf(new TransactionMeta.V0([])));
    }

    [Fact]
    public void Every_recorded_failure_is_a_failure_that_moved_nothing_but_the_fee()
    {
        var failed = RecordedAct.All.Where(a => a.Outcome is ActOutcome.Failed).ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, a =>
        {
            var report = a.Function == "plant" ? Reading(a).Plant(a.Outcome, a.Farmer, a.Block) : Reading(a).Harvest(a.Outcome, a.Farmer, a.Block);
            Assert.Equal((ActResult.Failed, RecordedAct.Fee, 0L, 0L), (report.Result, report.FeeStroops, report.StakeStroops, report.RewardStroops));
            if (a.Function == "plant") Assert.NotNull(report.Failure);
        });
        Assert.Contains(failed, a => Reading(a).CauseOf(a.Outcome)?.Kale == KaleError.PailExists);
        Assert.Contains(failed, a => a.Function == "harvest" && Reading(a).CauseOf(a.Outcome)?.Kale == KaleError.PailMissing);
    }

    [Theory]
    [InlineData(KaleError.FarmPaused, ErrorCode.FarmPaused, Attribution.Network)]
    [InlineData(KaleError.PailExists, ErrorCode.UnknownOutcome, Attribution.Backend)]
    [InlineData(KaleError.PlantAmountTooLow, ErrorCode.UnknownOutcome, Attribution.Backend)]
    public void A_plant_that_the_farm_refused_says_why(KaleError error, string code, string attributedTo) => AssertPlantFails(APlant.Deployment.ContractId, (uint)error, code, attributedTo);

    [Theory]
    [InlineData(AssetError.Balance, ErrorCode.InsufficientBalance, Attribution.Farmer)]
    [InlineData(AssetError.TrustlineMissing, ErrorCode.NoTrustline, Attribution.Farmer)]
    [InlineData(AssetError.BalanceDeauthorized, ErrorCode.NoTrustline, Attribution.Farmer)]
    [InlineData(AssetError.Overflow, ErrorCode.UnknownOutcome, Attribution.Backend)]
    public void A_plant_that_the_asset_refused_says_why(AssetError error, string code, string attributedTo) =>
        AssertPlantFails(APlant.Deployment.AssetContractId, (uint)error, code, attributedTo);

    [Theory]
    [InlineData(KaleError.PailMissing, null)]
    [InlineData(KaleError.BlockMissing, null)]
    [InlineData(KaleError.WorkMissing, ErrorCode.NotWorked)]
    [InlineData(KaleError.HarvestNotReady, null)]
    public void A_harvest_is_given_up_only_where_there_is_nothing_to_harvest(KaleError error, string? code)
    {
        var report = Reading(AHarvest).Harvest(FailedBy(AHarvest.Deployment.ContractId, (uint)error), AHarvest.Farmer, AHarvest.Block);
        Assert.Equal((ActResult.Failed, code), (report.Result, report.Failure?.Code));
    }

    [Fact]
    public void An_act_that_has_not_happened_costs_nothing_and_may_be_tried_again()
    {
        var outcome = new ActOutcome.NotHappened("TRY_AGAIN_LATER");
        var expected = new ActReport(ActResult.NotHappened, 0, 0, 0, 0, null);
        Assert.Equal(expected, Reading(APlant).Plant(outcome, APlant.Farmer, APlant.Block));
        Assert.Equal(expected, Reading(AHarvest).Harvest(outcome, AHarvest.Farmer, AHarvest.Block));
        Assert.Equal(expected, ActReading.Trustline(outcome));
        Assert.Null(Reading(APlant).CauseOf(outcome));
    }

    [Fact]
    public void What_nobody_can_know_is_an_operator_s()
    {
        var outcome = new ActOutcome.Unknown("older than the node remembers");
        Assert.All(
            [Reading(APlant).Plant(outcome, APlant.Farmer, APlant.Block), Reading(AHarvest).Harvest(outcome, AHarvest.Farmer, AHarvest.Block), ActReading.Trustline(outcome)],
            r => Assert.Equal((ActResult.Unknown, new Failure(ErrorCode.UnknownOutcome, "older than the node remembers", Attribution.Network)), (r.Result, r.Failure)));
    }

    [Fact]
    public void A_trustline_stands_or_was_refused()
    {
        Assert.Equal(new ActReport(ActResult.Success, 1001, RecordedAct.Fee, 0, 0, null), ActReading.Trustline(new ActOutcome.Success(1001, 5000, RecordedAct.Result(true), "")));
        var refused = ActReading.Trustline(new ActOutcome.Failed(1001, 5000, RecordedAct.Result(false), null, []));
        Assert.Equal((ActResult.Failed, ErrorCode.InsufficientXlm, RecordedAct.Fee), (refused.Result, refused.Failure!.Code, refused.FeeStroops));
    }

    static void AssertPlantFails(Opaque contract, uint error, string code, string attributedTo)
    {
        var report = Reading(APlant).Plant(FailedBy(contract, error), APlant.Farmer, APlant.Block);
        Assert.Equal((ActResult.Failed, code, attributedTo, 0L), (report.Result, report.Failure!.Code, report.Failure.AttributedTo, report.StakeStroops));
    }
}
