using Akka.Actor;
using Akka.TestKit;
using KalePool.Actors.Accounts;
using KalePool.Actors.Blocks;
using KalePool.Actors.Due;
using KalePool.Actors.Farmers;
using KalePool.Actors.Ports;
using KalePool.Actors.Tests.Kit;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using Xunit.Abstractions;
using static KalePool.Actors.Tests.Kit.Sample;

namespace KalePool.Actors.Tests.Due;

public sealed class DueListActorSpec : PoolKit
{
    static readonly DueEntity FarmerRow = new(DueEntity.Farmer, Farmer.ToString("N"));
    static readonly DueEntity BlockRow = new(DueEntity.Block, Key.ToString());

    readonly FakeDueList _due = new();
    readonly FakeChain _chain = new();
    readonly TestProbe _farmers;
    readonly TestProbe _blocks;
    readonly TestProbe _accounts;

    public DueListActorSpec(ITestOutputHelper output) : base(output) => (_farmers, _blocks, _accounts) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    IActorRef Start(params DueEntity[] rows)
    {
        foreach (var row in rows) _ = _due.AddAsync(row, CancellationToken.None);
        return Sys.ActorOf(Props.Create(() => new DueListActor(_due, _chain, new Required<FarmerActor>(_farmers.Ref), new Required<BlockActor>(_blocks.Ref), new Required<AccountActor>(_accounts.Ref))));
    }

    /// <summary>The list is read on another thread: the clock moves until what it shows has arrived.</summary>
    void UntilWoken(TestProbe probe)
    {
        while (!probe.HasMessages) Advance(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Wakes_every_farmer_block_and_account_on_start()
    {
        Start(FarmerRow, BlockRow, new DueEntity(DueEntity.Account, AccountIds.Operator));
        Assert.Equal(new WakeAccount(AccountIds.Operator), _accounts.ExpectMsg<WakeAccount>());
        Assert.Equal(new WakeFarmer(Farmer), _farmers.ExpectMsg<WakeFarmer>());
        Assert.Equal(new WakeBlock(Key), _blocks.ExpectMsg<WakeBlock>());
    }

    [Fact]
    public void Wakes_them_again_and_again_and_who_came_later_too()
    {
        Start(FarmerRow);
        _farmers.ExpectMsg<WakeFarmer>();
        UntilWoken(_farmers);
        _farmers.ExpectMsg<WakeFarmer>();
        _ = _due.AddAsync(BlockRow, CancellationToken.None);
        UntilWoken(_blocks);
        _blocks.ExpectMsg<WakeBlock>();
    }

    [Fact]
    public void Wakes_them_with_every_ledger()
    {
        Start(FarmerRow);
        _farmers.ExpectMsg<WakeFarmer>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            while (!_farmers.HasMessages) _chain.TellLedger();
            _farmers.ExpectMsg<WakeFarmer>();
        }
    }

    [Fact]
    public void Reads_again_when_the_list_could_not_be_read()
    {
        _due.IsBroken = true;
        EventFilter.Warning(contains: "cannot be read").ExpectOne(() => Start());
        _due.IsBroken = false;
        _ = _due.AddAsync(FarmerRow, CancellationToken.None);
        UntilWoken(_farmers);
        _farmers.ExpectMsg<WakeFarmer>();
    }

    [Theory]
    [InlineData(DueEntity.Farmer, "nobody")]
    [InlineData(DueEntity.Block, "nothing-42")]
    [InlineData("weather", "rain")]
    public void A_row_that_cannot_be_read_keeps_nobody_asleep(string kind, string id)
    {
        Start(new DueEntity(kind, id), FarmerRow);
        _farmers.ExpectMsg<WakeFarmer>();
        UntilWoken(_farmers);
        _farmers.ExpectMsg<WakeFarmer>();
    }
}
