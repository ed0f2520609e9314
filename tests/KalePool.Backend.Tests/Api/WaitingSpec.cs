using KalePool.Backend.Api;
using Microsoft.AspNetCore.Http;

namespace KalePool.Backend.Tests.Api;

public sealed class WaitingSpec
{
    static double Seconds(params string[] prefer)
    {
        var context = new DefaultHttpContext();
        if (prefer.Length > 0) context.Request.Headers["Prefer"] = prefer;
        return Waiting.Of(context.Request, TimeSpan.FromSeconds(30)).TotalSeconds;
    }

    [Fact]
    public void Is_25_seconds_less_two_without_a_preference() => Assert.Equal(23, Seconds());

    [Theory]
    [InlineData("wait=10", 8)]
    [InlineData("respond-async, wait=10", 8)]
    [InlineData("wait=2", 0)]
    [InlineData("wait=0", 0)]
    [InlineData("wait=30", 28)]
    [InlineData("wait=3600", 28)]
    [InlineData("wait=4294967295", 28)]
    [InlineData("wait=-1", 23)]
    [InlineData("wait=ten", 23)]
    [InlineData("wait=4294967296", 23)]
    [InlineData("waiting=10", 23)]
    public void Is_what_the_client_says_less_two(string prefer, double seconds) => Assert.Equal(seconds, Seconds(prefer));

    [Fact]
    public void Is_found_among_several_headers() => Assert.Equal(3, Seconds("handling=strict", "wait=5"));

    [Fact]
    public void Never_lets_an_ask_wait_for_ever()
    {
        Assert.True(Waiting.GiveUpAfter(TimeSpan.Zero) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(8), Waiting.GiveUpAfter(TimeSpan.FromSeconds(8)));
    }
}
