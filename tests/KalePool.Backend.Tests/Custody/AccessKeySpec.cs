using KalePool.Backend.Custody;

namespace KalePool.Backend.Tests.Custody;

public sealed class AccessKeySpec
{
    static readonly Guid Owner = Guid.Parse("2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a");

    [Theory]
    [InlineData(AccessKey.LeastBytes)]
    [InlineData(48)]
    [InlineData(AccessKey.MostBytes)]
    public void Is_a_prefix_the_owner_and_as_many_random_bytes_as_are_wanted(int bytes)
    {
        var key = AccessKey.Make(AccessKey.PoolerPrefix, Owner, bytes);
        Assert.Matches($"^kpp_2f1c9a3e5d0b4c8e9a570f6f3f1d2b4a_[0-9a-f]{{{2 * bytes}}}$", key);
        Assert.NotEqual(key, AccessKey.Make(AccessKey.PoolerPrefix, Owner, bytes));
        Assert.Matches($"^kpa_[0-9a-f]{{{2 * bytes}}}$", AccessKey.MakeAdmin(bytes));
        Assert.True(AccessKey.TryOwner(AccessKey.PoolerPrefix, key, out _));
    }

    [Fact]
    public void Names_its_owner()
    {
        Assert.True(AccessKey.TryOwner(AccessKey.FarmerPrefix, AccessKey.Make(AccessKey.FarmerPrefix, Owner, AccessKey.LeastBytes), out var owner));
        Assert.Equal(Owner, owner);
    }

    [Theory]
    [InlineData("")]
    [InlineData("kpp")]
    [InlineData("kpp_")]
    [InlineData("kpp__")]
    [InlineData("___")]
    [InlineData("kpp_2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a_00")]
    [InlineData("kpp_2f1c9a3e5d0b4c8e9a570f6f3f1d2b4_00")]
    [InlineData("kpp_2f1c9a3e5d0b4c8e9a570f6f3f1d2b4a")]
    [InlineData("kpp_2f1c9a3e5d0b4c8e9a570f6f3f1d2b4a_00_00")]
    [InlineData("kpf_2f1c9a3e5d0b4c8e9a570f6f3f1d2b4a_00")]
    [InlineData("KPP_2f1c9a3e5d0b4c8e9a570f6f3f1d2b4a_00")]
    [InlineData("kpp_{2f1c9a3e5d0b4c8e9a570f6f3f1d2b}_00")]
    [InlineData("kpp_\u0000f1c9a3e5d0b4c8e9a570f6f3f1d2b4a_00")]
    public void Finds_no_owner_in_what_is_no_key(string text)
    {
        Assert.False(AccessKey.TryOwner(AccessKey.PoolerPrefix, text, out var owner));
        Assert.Equal(Guid.Empty, owner);
    }

    [Fact]
    public void Looks_at_no_text_that_is_longer_than_any_key() =>
        Assert.False(AccessKey.TryOwner(AccessKey.PoolerPrefix, $"kpp_{Owner:N}_{new string('0', 100_000)}", out _));

    [Fact]
    public void Matches_its_own_hash_alone()
    {
        var key = AccessKey.Make(AccessKey.PoolerPrefix, Owner, AccessKey.LeastBytes);
        Assert.Matches("^[0-9a-f]{64}$", AccessKey.Hash(key));
        Assert.True(AccessKey.Matches(key, AccessKey.Hash(key)));
        Assert.False(AccessKey.Matches(key, AccessKey.Hash(key + "0")));
        Assert.False(AccessKey.Matches(key, ""));
        Assert.False(AccessKey.Matches("", AccessKey.Hash(key)));
    }
}
