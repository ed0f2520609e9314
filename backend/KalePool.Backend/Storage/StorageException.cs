namespace KalePool.Backend.Storage;

/// <summary>Storage that must not be used: the message is for the operator.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
