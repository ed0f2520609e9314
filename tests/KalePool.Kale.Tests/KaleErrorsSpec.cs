namespace KalePool.Kale.Tests;

public class KaleErrorsSpec
{
    [Theory]
    [InlineData("plant", 8, KaleError.PailExists, null)]
    [InlineData("plant", 10, null, AssetError.Balance)]
    [InlineData("plant", 13, null, AssetError.TrustlineMissing)]
    [InlineData("work", 13, KaleError.HashInvalid, null)]
    [InlineData("work", 7, KaleError.ZeroCountTooLow, null)]
    [InlineData("harvest", 13, null, AssetError.TrustlineMissing)]
    [InlineData("harvest", 14, KaleError.HarvestNotReady, null)]
    [InlineData("harvest", 10, KaleError.WorkMissing, AssetError.Balance)]
    [InlineData("harvest", 11, KaleError.BlockMissing, AssetError.BalanceDeauthorized)]
    [InlineData("pause", 4, KaleError.FarmPaused, null)]
    public void Tells_what_a_code_means_in_a_function(string function, uint code, KaleError? kale, AssetError? asset)
    {
        var failure = KaleErrors.OfFunction(function, code);
        Assert.Equal(new KaleFailure(kale, asset), failure);
        Assert.Equal(kale is null || asset is null, failure!.IsCertain);
    }

    [Theory]
    [InlineData("plant", 14)]
    [InlineData("work", 10)]
    [InlineData("harvest", 99)]
    [InlineData("exec", 8)]
    public void Has_no_meaning_for_what_cannot_come(string function, uint code) => Assert.Null(KaleErrors.OfFunction(function, code));

    [Fact]
    public void Names_both_meanings_of_an_ambiguous_code() => Assert.Equal("WorkMissing or Balance (asset)", KaleErrors.OfFunction("harvest", 10)!.ToString());
}
