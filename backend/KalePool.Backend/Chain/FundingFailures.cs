using System.Globalization;
using KalePool.Contracts.Errors;
using KalePool.Domain;

namespace KalePool.Backend.Chain;

/// <summary>What a farmer is told when XLM is missing.</summary>
static class FundingFailures
{
    const decimal StroopsOfXlm = 10_000_000;

    public static Failure NotFunded(string wallet) =>
        new(ErrorCode.NotFunded, $"{wallet} does not exist yet: send it at least {Xlm(FeePolicy.MinimumXlm)} XLM", Attribution.Farmer);

    public static Failure TooLittle(long missingStroops) =>
        new(ErrorCode.InsufficientXlm, $"{Xlm(missingStroops)} XLM are missing of the {Xlm(FeePolicy.MinimumXlm)} that are needed", Attribution.Farmer);

    /// <param name="forWhat">Whatever the needed XLM pay.</param>
    public static string Short(long availableStroops, long neededStroops, string forWhat) =>
        $"{Xlm(neededStroops - availableStroops)} XLM are missing: {Xlm(availableStroops)} above the reserve, {Xlm(neededStroops)} needed to {forWhat}";

    public static Failure TooLittleToPlant(long availableStroops, long neededStroops) =>
        new(ErrorCode.InsufficientXlm, Short(availableStroops, neededStroops, "plant, harvest all that is open, and leave"), Attribution.Farmer);

    static string Xlm(long stroops) => (stroops / StroopsOfXlm).ToString("0.#######", CultureInfo.InvariantCulture);
}
