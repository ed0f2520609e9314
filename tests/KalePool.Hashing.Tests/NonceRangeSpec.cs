namespace KalePool.Hashing.Tests;

public class NonceRangeSpec
{
    [Fact]
    public void Reaches_the_last_nonce_and_no_further()
    {
        Assert.Equal(5UL, new NonceRange(ulong.MaxValue - 4, 5).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NonceRange(ulong.MaxValue - 4, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NonceRange(ulong.MaxValue, 2));
        Assert.Equal(1UL, NonceRange.From(ulong.MaxValue).Count);
        Assert.Equal(ulong.MaxValue, NonceRange.From(0).Count);
        Assert.Equal(ulong.MaxValue, NonceRange.From(1).Count);
    }

    [Fact]
    public void Gives_what_is_left()
    {
        Assert.Equal(new NonceRange(13, 7), new NonceRange(10, 10).After(3));
        Assert.Null(new NonceRange(10, 10).After(10));
        Assert.Null(new NonceRange(ulong.MaxValue, 1).After(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NonceRange(10, 10).After(11));
    }
}
