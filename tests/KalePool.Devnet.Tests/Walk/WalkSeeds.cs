using System.Globalization;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>Which walks are walked: one that never changes, and the one of KALEPOOL_WALK_SEED where it is set.</summary>
static class WalkSeeds
{
    public const int Fixed = 20_260_701;

    const string Variable = "KALEPOOL_WALK_SEED";

    public static TheoryData<int> All => Given is { } given && given != Fixed ? [Fixed, given] : [Fixed];

    static int? Given => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : null;
}
