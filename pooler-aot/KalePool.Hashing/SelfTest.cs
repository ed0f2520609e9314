namespace KalePool.Hashing;

/// <summary>Proves a kernel right before it is trusted with work: a wrong one would burn whole blocks in silence.</summary>
/// <remarks>It tries the 2^15 nonces of one table around a real work of mainnet (block 37, 8 zeros). How many of their hashes have two zeros, and the sum of
/// those nonces, are known: that work has to be found, and a way or an entry left out or tried twice shows.</remarks>
public static class SelfTest
{
    const int Zeros = 2;

    static readonly Found Known = new(
        20495217910, Digest.FromBytes(Convert.FromHexString("0000000099be0037e5a48324959cb9dd10965ae59511cfd1996f9b917aad9980")), 8);

    /// <summary>The message of the known work.</summary>
    internal static SearchTemplate Template { get; } = SearchTemplate.Create(
        37,
        Convert.FromBase64String("AAAAAAn66y/43JP7M02rwTmONZoWOmu1OPYz/bmzJ8o="),
        Convert.FromHexString("6079c3ed9c947ace5567887a3b73a71fc0ab5300108d76ba9cf50f3ad7a26c45"));

    /// <summary>What is to be found; a test compares it with the oracle.</summary>
    internal static Tally Expected { get; } = new(127, 2602904930632, Known);

    /// <summary>What is wrong with the kernel on this machine; null when nothing is. Takes about 10 ms on the scalar kernel, less on others.</summary>
    public static string? FaultOf(SearchKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (!kernel.IsSupported)
            return $"{kernel.Name}: this CPU lacks its instructions";
        if (Template.HashOf(Known.Nonce) != Known.Hash)
            return $"{kernel.Name}: the oracle hashes the known answer to {Template.HashOf(Known.Nonce)}";

        var found = Run(kernel);
        return found == Expected ? null : $"{kernel.Name}: found {found} where {Expected} was to be found";
    }

    /// <summary>Nonces that a run tries.</summary>
    internal static int Nonces => 1 << (SkipPlan.BlockBits - SkipPlan.TurnBits.Length);

    /// <summary>Whether a run tries a nonce.</summary>
    internal static bool Tries(ulong nonce) =>
        nonce / SearchKernel.Block == Known.Nonce / SearchKernel.Block && TurnOf(nonce) == TurnOf(Known.Nonce);

    internal static Tally Run(SearchKernel kernel)
    {
        var sink = new TallySink();
        kernel.SearchTurn(Template, Known.Nonce / SearchKernel.Block * SearchKernel.Block, TurnOf(Known.Nonce), sink);
        return sink.Tally;
    }

    static int TurnOf(ulong nonce)
    {
        var lane1 = NonceBits.Lane1(0, nonce);
        var turn = 0;
        for (var i = 0; i < SkipPlan.TurnBits.Length; i++)
            turn |= (int)(lane1 >> SkipPlan.TurnBits[i] & 1) << i;
        return turn;
    }

    /// <summary>Hashes with enough zeros, the sum of their nonces (mod 2^64), and the best.</summary>
    internal readonly record struct Tally(int Count, ulong NonceSum, Found Best);

    internal sealed class TallySink : IHitSink
    {
        public int Threshold => Zeros;

        public Tally Tally { get; private set; }

        public void Add(Found found) => Tally = new(
            Tally.Count + 1, unchecked(Tally.NonceSum + found.Nonce), found.Zeros > Tally.Best.Zeros ? found : Tally.Best);
    }
}
