using KalePool.Devnet.Rivals;
using KalePool.Devnet.Settings;

namespace KalePool.Devnet.Tests;

public class RivalsSpec
{
    readonly TestChain _chain = new(new DevnetSettings { BlockSeconds = 100, Rivals = new RivalSettings { Count = 4, OpenAfterSeconds = 10 } });

    [Fact]
    public void Keep_the_farm_going_by_themselves()
    {
        var farm = new RivalFarm(_chain.Chain);
        var before = _chain.Chain.Keys.Rivals.Sum(_chain.KaleOf);

        for (var i = 0; i < 100; i++)
        {
            farm.Step();
            var closed = _chain.Close();
            Assert.All(closed.Transactions, tx => Assert.True(tx.Succeeded, $"{tx.Result.Result}"));
        }

        Assert.InRange(_chain.FarmNow.Index, 104u, 106u);
        Assert.All(_chain.Chain.Keys.Rivals, rival => Assert.NotNull(_chain.Pail(rival, _chain.FarmNow.Index)));
        Assert.True(_chain.Chain.Keys.Rivals.Sum(_chain.KaleOf) > before + 3 * 25_000_000_000L);
        Assert.True(_chain.Block(_chain.FarmNow.Index)!.MaxZeros >= 2);
    }

    [Fact]
    public void Wait_a_while_for_others_to_open_a_block()
    {
        var farm = new RivalFarm(_chain.Chain);
        for (var i = 0; i < 20 && _chain.FarmNow.Index == 100; i++)
        {
            farm.Step();
            _chain.Close(1);
        }
        Assert.Equal(101u, _chain.FarmNow.Index);
        var boundary = _chain.FarmNow.FarmBlock!.Timestamp + 100;
        while (_chain.State.CloseTime < boundary + 9)
        {
            farm.Step();
            _chain.Close(1);
        }

        Assert.Equal(101u, _chain.FarmNow.Index);
        farm.Step();
        _chain.Close(1);
        farm.Step();
        _chain.Close(1);
        Assert.Equal(102u, _chain.FarmNow.Index);
    }

    [Fact]
    public void Harvest_after_a_restart_what_they_had_worked_for_before()
    {
        var farm = new RivalFarm(_chain.Chain);
        var index = _chain.FarmNow.Index + 1;
        for (var i = 0; i < 40 && !_chain.Chain.Keys.Rivals.All(rival => _chain.Pail(rival, index) is { IsWorked: true }); i++)
        {
            farm.Step();
            _chain.Close(1);
        }
        Assert.All(_chain.Chain.Keys.Rivals, rival => Assert.True(_chain.Pail(rival, index) is { IsWorked: true }));

        var restarted = new RivalFarm(_chain.Chain);
        for (var i = 0; i < 40; i++)
        {
            restarted.Step();
            _chain.Close(5);
        }

        Assert.All(_chain.Chain.Keys.Rivals, rival => Assert.Null(_chain.Pail(rival, index)));
    }
}
