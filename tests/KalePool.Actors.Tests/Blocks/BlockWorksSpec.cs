using Akka.Actor;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Blocks;

/// <summary>Works that the pooler hands over: journaled before he hears of it, landed whatever happens. Blocks of 300 s, ledgers of 5 s.</summary>
public sealed class BlockWorksSpec(ITestOutputHelper output) : BlockKit(output)
{
    const string Account = "channel-1";

    static readonly BatchPlan InBatches = new([Account], BatchPlan.MostHarvests);

    static readonly BlockOpened OpenedForReal = new(Pooler, N, [new(A, Address(A).ToText()), new(B, Address(B).ToText())], [], At);

    static SCAddress Address(Guid farmer) => KaleAddresses.Account(new Opaque([.. farmer.ToByteArray(), .. farmer.ToByteArray()]));

    HandedWork Found(Guid farmer, uint zeros)
    {
        for (var nonce = 0UL; ; nonce++)
        {
            var hash = ProofOfWork.Hash(N, nonce, Chain.Latest!.Block!.Entropy, Address(farmer));
            if (ProofOfWork.Zeros(hash) == zeros) return new HandedWork(farmer, nonce, hash.ToHex());
        }
    }

    IActorRef StartUnworked(params BlockEvent[] more)
    {
        Chain.SetPail(A);
        Chain.SetPail(B);
        return Start([OpenedForReal, BothPlanted, .. more]);
    }

    IActorRef StartInBatches()
    {
        Plan = InBatches;
        return StartUnworked();
    }

    WorksAnswered Hand(IActorRef block, params HandedWork[] works) => Ask(block, new SubmitWorks(Key, works)).ExpectMsg<WorksAnswered>();

    void ReadAgain(IActorRef block)
    {
        var readings = Chain.Readings;
        BeatUntil(block, () => Chain.Readings > readings);
        Beat(block);
    }

    [Fact]
    public async Task What_is_taken_is_in_the_journal_before_the_pooler_hears_of_it()
    {
        var block = StartUnworked();
        var writing = Journal.Hold<WorksTaken>();
        var asker = Ask(block, new SubmitWorks(Key, [Found(A, 1), Found(B, 1) with { Nonce = 77 }]));
        await writing.Entered;
        Assert.False(asker.HasMessages);
        writing.Release();
        var answer = asker.ExpectMsg<WorksAnswered>();
        Assert.Equal((A, B, ErrorCode.HashInvalid), (answer.Accepted.Single(), answer.Refused.Single().FarmerId, answer.Refused.Single().Failure.Code));
        Assert.Equal([A], Hand(block, Found(A, 1)).Accepted);
        Assert.Single(Journal.Written.OfType<WorksTaken>());
    }

    [Fact]
    public void Without_shared_accounts_it_goes_from_the_wallets_every_ledger_until_the_chain_shows_it_also_after_a_restart()
    {
        var block = StartUnworked();
        var (a, b) = (Found(A, 1), Found(B, 2));
        Hand(block, a, b);
        Assert.Equal([a, b], Told<SubmitWork>(A, B).Values.Select(w => w.Work).OrderBy(w => w.FarmerId));
        Chain.SetPail(A, 1, 10);
        Stop(block);

        var second = Start();
        Chain.CloseLedgers();
        ReadAgain(second);
        Assert.Equal(b, Told<SubmitWork>(B)[B].Work);
        Chain.SetPail(B, 2, 11);
        Chain.CloseLedgers();
        ReadAgain(second);
        Assert.False(Farmers.HasMessages);
        var better = Found(A, 3);
        Hand(second, better);
        Assert.Equal(better, Told<SubmitWork>(A)[A].Work);
    }

    [Fact]
    public void With_shared_accounts_it_goes_in_batches_and_who_is_given_back_from_his_wallet()
    {
        var block = StartInBatches();
        var (a, b) = (Found(A, 1), Found(B, 2));
        Hand(block, a, b);
        var carried = Accounts.FishForMessage<CarryWorks>(_ => true);
        Assert.Equal((Account, Key), (carried.AccountId, carried.Block));
        Assert.Equal([new WorkEntry(Address(A).ToText(), a), new WorkEntry(Address(B).ToText(), b)], carried.Members);
        Assert.False(Farmers.HasMessages);

        Chain.SetPail(A, 1, 10);
        block.Tell(new WorksGivenBack(Key, [b]), Accounts);
        Assert.Equal(b, Told<SubmitWork>(B)[B].Work);
        Chain.CloseLedgers();
        ReadAgain(block);
        Assert.Equal(b, Told<SubmitWork>(B)[B].Work);
        Assert.False(Accounts.HasMessages);
    }

    [Fact]
    public void At_the_end_what_was_handed_over_goes_from_the_wallets_too_and_only_the_others_are_rescued()
    {
        var block = StartInBatches();
        Chain.CloseLedgers(56);
        var a = Found(A, 1);
        Hand(block, a);
        Accounts.FishForMessage<CarryWorks>(_ => true);
        Assert.False(Farmers.HasMessages);
        Chain.CloseLedgers(3);
        ReadAgain(block);
        Assert.Equal(a, Told<SubmitWork>(A)[A].Work);
        Assert.Equal([B], Accounts.FishForMessage<CarryRescues>(_ => true).Members.Select(m => m.FarmerId));
    }

    [Fact]
    public void What_was_taken_and_is_not_there_when_the_block_closes_is_the_backend_s_failure()
    {
        var block = StartUnworked();
        Hand(block, Found(A, 1));
        Told<SubmitWork>(A);
        Chain.Open(N + 1);
        BeatUntil(block, IsWritten<WorksRecorded>);
        Beat(block);
        var missed = Told<RecordMissedWork>(A, B);
        Assert.Equal((Attribution.Backend, Attribution.Pooler), (missed[A].Failure.AttributedTo, missed[B].Failure.AttributedTo));
    }

    [Fact]
    public void The_farmer_hears_that_the_backend_has_worked_his_pail()
    {
        var block = StartUnworked();
        Hand(block, Found(A, 1), Found(B, 1));
        Told<SubmitWork>(A, B);
        Chain.SetPail(A, 1, 10);
        Chain.SetPail(B, 3, 10);
        Chain.CloseLedgers();
        ReadAgain(block);
        Chain.Open(N + 1);
        ReadAgain(block);
        Chain.CloseLedgers(3);
        Beat(block);
        var told = new[] { Farmers.FishForMessage<RecordWork>(_ => true), Farmers.FishForMessage<RecordWork>(_ => true) }.ToDictionary(w => w.FarmerId);
        Assert.Equal((WorkSource.Backend, WorkSource.Pooler), (told[A].Source, told[B].Source));
    }

    [Fact]
    public void Nothing_is_taken_for_a_block_that_nobody_has_planted_in() =>
        Assert.Equal(ErrorCode.NotPlanted, Ask(Start(), new SubmitWorks(Key, [Found(A, 0)])).ExpectMsg<BlockRefused>().Failure.Code);
}
