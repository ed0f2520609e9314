namespace KalePool.Backend.Chain;

/// <summary>The chain that answers is not the one of the settings; the message names the setting.</summary>
public sealed class ChainMismatchException(string message) : Exception(message);
