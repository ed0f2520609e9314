namespace KalePool.Demo.Harness;

/// <summary>A chain that somebody else runs.</summary>
/// <param name="Friendbot">Where test XLM comes from; null: as the server says.</param>
/// <param name="Kale">C… of the KALE contract; null: testnet's.</param>
public sealed record ForeignChain(Uri Rpc, Uri? Friendbot, string? Kale)
{
    /// <summary>kalepail/KALE-sc on testnet.</summary>
    public const string TestnetKale = "CDSWUUXGPWDZG76ISK6SUCVPZJMD5YUV66J2FXFXFGDX25XKZJIEITAO";
}

/// <summary>The demo cannot run on the chain that was named; the message says which argument is to be changed.</summary>
public sealed class ForeignChainException(string message) : Exception(message);
