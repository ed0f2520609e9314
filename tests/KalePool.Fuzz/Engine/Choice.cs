namespace KalePool.Fuzz.Engine;

/// <summary>Targets with several kinds of input: the first byte says which.</summary>
static class Choice
{
    public static byte[] Of(int kind, ReadOnlySpan<byte> input) => [(byte)kind, .. input];

    /// <param name="rest">The input behind the choice.</param>
    /// <returns>0 for an empty input.</returns>
    public static int Among(int kinds, ReadOnlySpan<byte> input, out ReadOnlySpan<byte> rest)
    {
        rest = input.IsEmpty ? input : input[1..];
        return input.IsEmpty ? 0 : input[0] % kinds;
    }
}
