namespace KalePool.Pooler.Import;

/// <summary>A configuration that cannot be taken over; the message names the field and never shows a key.</summary>
sealed class HomesteadException(string message, Exception? inner = null) : Exception(message, inner);
