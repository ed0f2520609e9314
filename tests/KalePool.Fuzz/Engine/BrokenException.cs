namespace KalePool.Fuzz.Engine;

/// <summary>What was read does not hold together.</summary>
public sealed class BrokenException(string message) : Exception(message)
{
    public static void ThrowIf(bool isBroken, string what)
    {
        if (isBroken) throw new BrokenException(what);
    }
}
