using KalePool.Contracts.Errors;
using KalePool.Domain.Blocks;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using static KalePool.Domain.Tests.Given;

namespace KalePool.Domain.Tests.Blocks;

/// <summary>Works that a pooler hands over: what is taken, what is refused and why, and who answers for what came of them.</summary>
public sealed class BlockWorksSpec
{
    const long Opened = 1_000_000;

    static readonly Guid A = Id(1);
    static readonly Guid B = Id(2);
    static readonly Guid C = Id(3);
    static readonly Guid Unplanted = Id(4);
    static readonly KaleBlock Open = KaleBlock.Fresh(Opened) with { Entropy = new Opaque([.. Enumerable.Repeat((byte)7, 32)]) };

    static readonly BlockState Planted = State(
        new BlockOpened(Pooler, N, [.. new[] { A, B, C, Unplanted }.Select(f => new RosterEntry(f, Address(f).ToText()))], [], Now),
        new PlantsRecorded(Pooler, N, [new(A, 500, "pa", null), new(B, 500, "pb", null), new(Unplanted, 0, null, Lost)], Now));

    static BlockState State(params BlockEvent[] events) => events.Aggregate(BlockState.Empty, (s, e) => s.Apply(e));

    static SCAddress Address(Guid farmer) => KaleAddresses.Account(new Opaque([.. farmer.ToByteArray(), .. farmer.ToByteArray()]));

    /// <summary>Ledgers of 5 s: the last that works are taken in closes 15 s before the boundary.</summary>
    static ChainSnapshot At(long beforeBoundary, uint index = N) => new(7000, Opened + 300 - beforeBoundary, index, Opened, Open, 300, 5000);

    static HandedWork Found(Guid farmer, uint zeros, uint index = N, Opaque? entropy = null, Guid? of = null)
    {
        for (var nonce = 0UL; ; nonce++)
        {
            var hash = ProofOfWork.Hash(index, nonce, entropy ?? Open.Entropy, Address(of ?? farmer));
            if (ProofOfWork.Zeros(hash) == zeros) return new HandedWork(farmer, nonce, hash.ToHex());
        }
    }

    static (WorksTaken? Taken, WorksAnswered Answer) Take(BlockState s, ChainSnapshot? chain, params HandedWork[] works) => s.Take(Key, chain, works, Now);

    static Failure Refusal(BlockState s, ChainSnapshot? chain, HandedWork work)
    {
        var (taken, answer) = Take(s, chain, work);
        Assert.Null(taken);
        Assert.Empty(answer.Accepted);
        return Assert.Single(answer.Refused).Failure;
    }

    static BlockState Taking(BlockState s, params HandedWork[] works) => s.Apply(Take(s, At(100), works).Taken!);

    [Fact]
    public void What_is_right_is_taken_also_while_its_plant_is_not_settled()
    {
        HandedWork[] works = [Found(A, 1), Found(B, 0), Found(C, 2)];
        var (taken, answer) = Take(Planted, At(15), works);
        Assert.Equal(works, taken!.Rows);
        Assert.Equal([A, B, C], answer.Accepted);
        Assert.Empty(answer.Refused);
        Assert.Equal([1u, 0u, 2u], taken.Rows.Select(r => r.Zeros()));
    }

    public static TheoryData<string, string, string> EveryWrong => new()
    {
        { "another farmer's", ErrorCode.HashInvalid, "hash:" },
        { "another block's", ErrorCode.HashInvalid, "hash:" },
        { "another entropy's", ErrorCode.HashInvalid, "hash:" },
        { "another nonce's", ErrorCode.HashInvalid, "hash:" },
        { "too late", ErrorCode.BlockClosed, "block_index:" },
        { "the next block is open", ErrorCode.BlockClosed, "block_index:" },
        { "not planted", ErrorCode.NotPlanted, "farmer_id:" },
        { "a stranger", ErrorCode.NotPlanted, "farmer_id:" },
        { "not read yet", ErrorCode.ChainUnavailable, "block_index:" },
        { "no chain", ErrorCode.ChainUnavailable, "block_index:" },
    };

    [Theory, MemberData(nameof(EveryWrong))]
    public void What_is_wrong_is_refused_by_the_name_of_the_field(string what, string code, string field)
    {
        var right = Found(A, 1);
        var failure = what switch
        {
            "another farmer's" => Refusal(Planted, At(100), Found(A, 1, of: B)),
            "another block's" => Refusal(Planted, At(100), Found(A, 1, N - 1)),
            "another entropy's" => Refusal(Planted, At(100), Found(A, 1, entropy: Opaque.Zeros(32))),
            "another nonce's" => Refusal(Planted, At(100), right with { Nonce = right.Nonce + 1 }),
            "too late" => Refusal(Planted, At(14), right),
            "the next block is open" => Refusal(Planted, At(300, N + 1), right),
            "not planted" => Refusal(Planted, At(100), Found(Unplanted, 1)),
            "a stranger" => Refusal(Planted, At(100), Found(Id(9), 1)),
            "not read yet" => Refusal(Planted, At(-1, N - 1), right),
            _ => Refusal(Planted, null, right),
        };
        Assert.Equal(code, failure.Code);
        Assert.StartsWith(field, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_wrong_does_not_keep_the_others_out()
    {
        var (taken, answer) = Take(Planted, At(100), Found(A, 1, of: B), Found(B, 1));
        Assert.Equal((B, B, A), (Assert.Single(taken!.Rows).FarmerId, Assert.Single(answer.Accepted), Assert.Single(answer.Refused).FarmerId));
    }

    [Fact]
    public void A_repeat_is_taken_again_and_changes_nothing_whenever_it_comes()
    {
        var s = Taking(Planted, Found(A, 1));
        foreach (var chain in new[] { At(100), At(0), At(300, N + 1), null })
            Assert.Equal((null, A), Take(s, chain, Found(A, 1)) is var (taken, answer) ? (taken, Assert.Single(answer.Accepted)) : default);
    }

    [Fact]
    public void Only_better_ones_are_new()
    {
        var s = Taking(Planted, Found(A, 1));
        Assert.Null(Take(s, At(100), Found(A, 0)).Taken);
        Assert.Equal(2u, Assert.Single(Take(s, At(100), Found(A, 2)).Taken!.Rows).Zeros());
        var worked = Planted.Apply(new WorksRecorded(Pooler, N, [new(A, 2, 20, null)], Now));
        Assert.Equal((null, A), Take(worked, At(100), Found(A, 2)) is var (taken, answer) ? (taken, Assert.Single(answer.Accepted)) : default);
    }

    [Fact]
    public void What_the_chain_does_not_show_yet_is_to_land()
    {
        var s = Taking(Planted, Found(A, 1), Found(B, 0));
        Assert.Equal([A, B], s.ToLand([new(A, null, null), new(B, null, null), new(C, null, null)]).Select(w => w.FarmerId));
        Assert.Equal([A], s.ToLand([new(A, 0, 10), new(B, 0, 10)]).Select(w => w.FarmerId));
        Assert.Empty(s.ToLand([new(A, 1, 10), new(B, 3, 10)]));
    }

    [Fact]
    public void The_farmer_hears_whose_work_his_pail_shows()
    {
        var s = Taking(Planted, Found(A, 1));
        BlockFarmer Shows(Guid farmer, uint zeros) => s.Farmers[farmer] with { Work = StepState.Success, Zeros = zeros, Gap = 20 };
        Assert.Equal(new RecordWork(A, N, 1, 20, WorkSource.Backend), s.WorkOf(Key, Shows(A, 1)));
        Assert.Equal(new RecordWork(A, N, 0, 20, WorkSource.Pooler, IsWorkOwed: true), s.WorkOf(Key, Shows(A, 0)));
        Assert.Equal(new RecordWork(A, N, 3, 20, WorkSource.Pooler), s.WorkOf(Key, Shows(A, 3)));
        Assert.Equal(new RecordWork(B, N, 0, 20, WorkSource.Pooler), s.WorkOf(Key, Shows(B, 0)));
    }

    [Fact]
    public void What_was_taken_and_has_not_landed_is_the_backend_s_failure_and_what_was_never_handed_over_the_pooler_s()
    {
        var missed = Taking(Planted, Found(A, 1)).RecordMissed(Key, [new(A, null, null), new(B, null, null)], Now)!.Rows;
        Assert.Equal(
            [(A, ErrorCode.NotWorked, Attribution.Backend), (B, ErrorCode.NotWorked, Attribution.Pooler)], missed.Select(r => (r.FarmerId, r.Failure!.Code, r.Failure.AttributedTo)));
    }
}
