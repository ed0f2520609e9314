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

    public static string Short(long availableStroops) =>
        $"{Xlm(availableStroops)} XLM above the reserve, {Xlm(FeePolicy.LeastToPlant)} are needed to plant, harvest and leave";

    static string Xlm(long stroops) => (stroops / StroopsOfXlm).ToString("0.#######", CultureInfo.InvariantCulture);
}
