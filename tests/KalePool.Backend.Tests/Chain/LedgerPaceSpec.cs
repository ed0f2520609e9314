using KalePool.Backend.Chain;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Chain;

public sealed class LedgerPaceSpec
{
    readonly FakeTimeProvider _time = new();
    readonly LedgerPace _pace = new(5_000);

    void Note(uint ledger, int afterMilliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(afterMilliseconds));
        _pace.Note(ledger, _time.GetTimestamp(), _time);
    }

    [Fact]
    public void Is_the_usual_one_until_two_ledgers_were_seen()
    {
        Note(10, 1_000);
        Assert.Equal(5_000, _pace.Milliseconds);
        Note(11, 1_000);
        Assert.Equal(1_000, _pace.Milliseconds);
    }

    [Fact]
    public void Shares_the_time_among_ledgers_that_were_not_seen()
    {
        Note(10, 0);
        Note(14, 8_000);
        Assert.Equal(2_000, _pace.Milliseconds);
    }

    [Fact]
    public void Moves_a_fifth_of_the_way_with_each_ledger()
    {
        Note(10, 0);
        Note(11, 1_000);
        Note(12, 2_000);
        Assert.Equal(1_200, _pace.Milliseconds);
        Note(12, 9_000);
        Assert.Equal(1_200, _pace.Milliseconds);
    }
}
