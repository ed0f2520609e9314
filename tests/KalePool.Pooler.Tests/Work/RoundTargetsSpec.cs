using KalePool.Pooler.Progress;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Tests.Work;

public sealed class RoundTargetsSpec
{
    readonly RoundTargets _targets = new(7, new byte[32], new KnownProgress(null, _ => { }));

    static string Wallet(string name) => Wallets.Of(name).Address;

    static FarmerRound Planted(string name, int failures = 0) => new(Guid.NewGuid(), Wallet(name), Failures: failures);

    /// <summary>Null where nothing has changed.</summary>
    IEnumerable<string>? Update(IReadOnlyCollection<FarmerRound> farmers, params string[] hoped) => _targets.Update(farmers, hoped)?.Select(target => target.Wallet);

    [Fact]
    public void Who_is_planted_and_who_is_hoped_for_each_once()
    {
        Assert.Equal([Wallet("a"), Wallet("b")], Update([Planted("a")], Wallet("a"), Wallet("b")));
        Assert.Null(Update([Planted("a")], Wallet("b")));
        Assert.Equal([Wallet("a"), Wallet("b"), Wallet("c")], Update([Planted("a"), Planted("b"), Planted("c")]));
    }

    [Fact]
    public void Nobody_is_hashed_for_any_more_whose_plant_has_failed()
    {
        Update([], Wallet("a"), Wallet("b"));
        Assert.Equal([Wallet("b")], Update([], Wallet("b")));
    }

    [Fact]
    public void Nor_whoever_is_given_up_though_he_is_hoped_for()
    {
        Update([Planted("a"), Planted("b")]);
        Assert.Equal([Wallet("b")], Update([Planted("a", FarmerRound.MostFailures), Planted("b")], Wallet("a")));
    }

    [Fact]
    public void What_is_no_address_is_left_out() => Assert.Equal([Wallet("a")], Update([], "GNONSENSE", Wallet("a")));
}
