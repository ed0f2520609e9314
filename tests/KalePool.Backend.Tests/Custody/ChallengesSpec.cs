using KalePool.Backend.Custody;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Keys;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Backend.Tests.Custody;

public sealed class ChallengesSpec
{
    static readonly KeyPair Owner = Wallets.Of("owner");
    static readonly FarmerStanding Farmer = new(new Guid(1, 0, 0, new byte[8]), new Guid(2, 0, 0, new byte[8]), Wallets.Of("custodial").Address, Owner.Address, "", FarmerStatus.Active, 0.5m, 0);

    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    static MasterKey Key(byte key) => new([.. Enumerable.Repeat(key, MasterKey.Bytes)]);

    Challenges Node(byte key = 1, byte? previous = null) => new(new MasterKeys(Key(key), previous is { } p ? Key(p) : null), new Network("Fake ; 2026"), _time);

    string Sign(FarmerStanding farmer) => Owner.SignMessage(Node().Make(ChallengePurpose.Token, farmer, null).Text).ToHex();

    WalletProof? Check(string signature, FarmerStanding? farmer = null, byte key = 1) => Node(key).Check(ChallengePurpose.Token, farmer ?? Farmer, null, signature);

    [Fact]
    public void Any_node_with_the_key_checks_what_another_made() =>
        Assert.Equal(new WalletProof(Owner.Address, 0, new DateTimeOffset(2026, 1, 2, 3, 15, 0, TimeSpan.Zero)), Check(Sign(Farmer)));

    [Fact]
    public void While_keys_are_rotated_both_are_good() =>
        Assert.NotNull(Node(2, previous: 1).Check(ChallengePurpose.Token, Farmer, null, Sign(Farmer)));

    [Fact]
    public void Nobody_without_the_key_makes_one() => Assert.Null(Check(Sign(Farmer), key: 2));

    [Fact]
    public void Is_good_until_it_expires_and_no_longer()
    {
        var (_, expires) = Node().Make(ChallengePurpose.Token, Farmer, null);
        var signature = Sign(Farmer);
        _time.SetUtcNow(expires - TimeSpan.FromTicks(1));
        Assert.Equal(expires, Check(signature)?.ExpiresAt);
        _time.SetUtcNow(expires);
        Assert.Null(Check(signature));
    }

    [Fact]
    public void Is_good_for_ten_minutes_at_least()
    {
        for (var minute = 0; minute < 10; minute++)
        {
            Assert.InRange(Node().Make(ChallengePurpose.Token, Farmer, null).ExpiresAt - _time.GetUtcNow(), Challenges.Validity, Challenges.Validity + TimeSpan.FromMinutes(5));
            _time.Advance(TimeSpan.FromSeconds(59));
        }
    }

    [Fact]
    public void The_use_of_any_makes_all_before_worthless() => Assert.Null(Check(Sign(Farmer), Farmer with { ProofsUsed = 1 }));

    [Fact]
    public void Belongs_to_one_farmer() => Assert.Null(Check(Sign(Farmer), Farmer with { FarmerId = Farmer.PoolerId }));
}
