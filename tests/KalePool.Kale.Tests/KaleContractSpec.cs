using KalePool.Stellar.Xdr;

namespace KalePool.Kale.Tests;

/// <summary>Corners that no recording holds. Everything else is in <see cref="KaleTraceSpec"/>.</summary>
public class KaleContractSpec
{
    static readonly SCAddress Farmer = KaleAddresses.Account(Opaque.Zeros(32));
    static readonly LedgerMoment Now = new(50, 1_000);

    sealed record View(FarmState Farm, KaleBlock? Newest = null, KalePail? Planted = null) : IKaleView
    {
        public KaleBlock? Block(uint index) => Newest;

        public KalePail? Pail(SCAddress farmer, uint index) => Planted;
    }

    static FarmState Farm(KaleBlock? running) => new(Farmer, new SCAddress.Contract(Opaque.Zeros(32)), running, 3, null);

    [Fact]
    public void A_quickened_farm_rolls_at_its_own_interval()
    {
        var view = new View(Farm(KaleBlock.Fresh(990)), KaleBlock.Fresh(990).Open(990));
        Assert.Equal(3u, Planted(new KaleRules(11)).Index);
        Assert.Equal(4u, Planted(new KaleRules(10)).Index);

        PailChange Planted(KaleRules rules) => Assert.IsType<KaleOutcome.Done>(KaleContract.Execute(view, Now, new KaleCall.Plant(Farmer, 0), rules)).Changes.Pail!;
    }

    [Fact]
    public void A_farm_that_has_not_begun_refuses_plants_and_works()
    {
        var view = new View(Farm(null));
        Refuses(KaleError.FarmBlockMissing, view, new KaleCall.Plant(Farmer, 1));
        Refuses(KaleError.FarmBlockMissing, view, new KaleCall.Work(Farmer, Opaque.Zeros(32), 1));
        Refuses(KaleError.PlantAmountTooLow, view, new KaleCall.Plant(Farmer, -1));
        Refuses(KaleError.FarmPaused, view with { Farm = view.Farm with { StoredPaused = true } }, new KaleCall.Plant(Farmer, 1));
    }

    [Fact]
    public void A_block_whose_ranges_end_before_they_begin_takes_no_work_and_gives_no_harvest()
    {
        var block = KaleBlock.Fresh(990).Open(990) with { MinGap = 2 };
        var hash = ProofOfWork.Hash(3, 77, block.Entropy, Farmer);
        Refuses(KaleError.BlockInvalid, new View(Farm(KaleBlock.Fresh(990)), block, new KalePail(1, null, 5, null)), new KaleCall.Work(Farmer, hash, 77));
        Refuses(KaleError.BlockInvalid, new View(Farm(KaleBlock.Fresh(990)), block, new KalePail(1, 1, 5, 0)), new KaleCall.Harvest(Farmer, 2));
    }

    [Fact]
    public void Overflow_is_a_trap_and_changes_nothing()
    {
        var full = KaleBlock.Fresh(990).Open(990) with { StakedTotal = Int128.MaxValue };
        var outcome = KaleContract.Execute(new View(Farm(KaleBlock.Fresh(990)), full), Now, new KaleCall.Plant(Farmer, 1), new KaleRules());
        Assert.Equal(new KaleOutcome.Trapped(new SCError.WasmVm(SCErrorCode.InvalidAction)), outcome);
    }

    [Fact]
    public void A_harvest_of_nothing_mints_nothing()
    {
        var block = KaleBlock.Fresh(0).Open(0) with { NormalizedTotal = Int128.MaxValue };
        var done = Assert.IsType<KaleOutcome.Done>(
            KaleContract.Execute(new View(Farm(KaleBlock.Fresh(0)), block, new KalePail(1, 1, 0, 0)), Now, new KaleCall.Harvest(Farmer, 2), new KaleRules()));
        Assert.Null(done.Changes.Asset);
        Assert.Equal(SCVals.I128(0), done.ReturnValue);
        Assert.Equal(new PailChange(Farmer, 2, null), done.Changes.Pail);
    }

    [Fact]
    public void Only_planting_and_the_homesteaders_calls_need_authority()
    {
        var other = KaleAddresses.Account(Enumerable.Repeat((byte)9, 32).ToArray());
        var farm = Farm(null) with { Homesteader = other };
        Assert.Equal(Farmer, new KaleCall.Plant(Farmer, 0).Authoriser(farm));
        Assert.Null(new KaleCall.Work(Farmer, Opaque.Zeros(32), 0).Authoriser(farm));
        Assert.Null(new KaleCall.Harvest(Farmer, 0).Authoriser(farm));
        foreach (var call in new KaleCall[] { new KaleCall.Pause(), new KaleCall.Unpause(), new KaleCall.RemoveBlock(1) }) Assert.Equal(other, call.Authoriser(farm));
    }

    [Fact]
    public void Calls_survive_being_written_and_read()
    {
        foreach (var call in new KaleCall[]
        {
            new KaleCall.Plant(Farmer, Int128.MinValue), new KaleCall.Work(Farmer, Opaque.Zeros(32), ulong.MaxValue), new KaleCall.Harvest(Farmer, 1),
            new KaleCall.Pause(), new KaleCall.Unpause(), new KaleCall.RemoveBlock(uint.MaxValue),
        })
        {
            Assert.Equal(call, KaleCall.Parse(call.Function, call.Args, out var error));
            Assert.Null(error);
        }
    }

    [Fact]
    public void Wrong_calls_get_the_hosts_error()
    {
        Assert.Equal(new SCError.WasmVm(SCErrorCode.MissingValue), ErrorOf("plough"));
        Assert.Equal(new SCError.WasmVm(SCErrorCode.UnexpectedSize), ErrorOf("plant", SCVals.Void));
        Assert.Equal(new SCError.WasmVm(SCErrorCode.InvalidAction), ErrorOf("plant", SCVals.Void, SCVals.Void));
        Assert.Equal(new SCError.WasmVm(SCErrorCode.InvalidAction), ErrorOf("work", new SCVal.Address(Farmer), SCVals.Bytes(Opaque.Zeros(31)), SCVals.U64(1)));

        static SCError? ErrorOf(string function, params SCVal[] args)
        {
            Assert.Null(KaleCall.Parse(function, args, out var error));
            return error;
        }
    }

    static void Refuses(KaleError error, View view, KaleCall call) => Assert.Equal(new KaleOutcome.Refused(error), KaleContract.Execute(view, Now, call, new KaleRules()));
}
