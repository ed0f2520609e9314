namespace KalePool.Pooler.Workers;

/// <summary>A worker process did not start, fell silent, ended, or said what is not true.</summary>
sealed class WorkerException(string message, Exception? inner = null) : Exception(message, inner);
