namespace KalePool.Fuzz.Engine;

/// <summary>An input that a target did not bear.</summary>
/// <param name="Why">One line.</param>
/// <param name="Detail">The whole exception; null where there was none.</param>
public sealed record Finding(string Target, byte[] Input, string Why, string? Detail)
{
    const int MostShown = 200;

    public override string ToString() =>
        $"{Target}: {Why}\n  input ({Input.Length} bytes): {Convert.ToHexStringLower(Input.AsSpan(0, Math.Min(Input.Length, MostShown)))}{(Input.Length > MostShown ? "…" : "")}\n{Detail}";
}
