namespace KalePool.Devnet.Storage;

/// <summary>A state file that cannot be used. The message begins with the setting that is concerned.</summary>
public sealed class StateFileException(string message, Exception? cause = null) : Exception(message, cause);
