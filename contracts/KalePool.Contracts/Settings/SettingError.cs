namespace KalePool.Contracts.Settings;

/// <summary>One wrong setting.</summary>
/// <param name="Name">The setting as it is written by whoever sets it.</param>
/// <param name="Found">What was there; never the value of a secret.</param>
/// <param name="Expected">What a right value looks like.</param>
public sealed record SettingError(string Name, string Found, string Expected)
{
    public override string ToString() => $"{Name}: found {Found}, expected {Expected}";
}
