using KalePool.Pooler.Bench;

namespace KalePool.Pooler.Tests.Bench;

public class RunShareSpec
{
    [Theory]
    [InlineData(1.98, 0.9, false)] // others were elsewhere
    [InlineData(1.6, 0.02, false)] // the threads left it idle themselves
    [InlineData(1.6, 0.4, true)]
    [InlineData(1.6, null, true)] // nobody knows why
    [InlineData(1.98, null, false)]
    public void Only_what_others_took_makes_a_run_worthless(double own, double? others, bool isDisturbed) => Assert.Equal(isDisturbed, new RunShare(2, 1, own, others).IsDisturbed);

    [Fact]
    public void Who_had_the_time_is_told()
    {
        Assert.Equal("the machine is busy: the threads had 80 % of the time of 2 processors while others had 20 %", new RunShare(2, 0.5, 0.8, 0.2).Fault);
        Assert.Equal("the threads had 80 % of the time of 2 processors, and this system does not tell why", new RunShare(2, 0.5, 0.8, null).Fault);
    }
}
