namespace KalePool.Backend.ReadModel;

/// <summary>The journal says what the projection cannot follow: it stands still rather than leave something out.</summary>
public sealed class ProjectionException(string message, Exception? inner = null) : Exception(message, inner);
