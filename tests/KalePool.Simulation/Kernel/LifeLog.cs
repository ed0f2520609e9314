using Microsoft.Extensions.Logging;

namespace KalePool.Simulation.Kernel;

/// <summary>What a process writes to its log, in the world's.</summary>
sealed class LifeLog<T>(Life life) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && !life.IsOver;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) life.Log($"{typeof(T).Name} {formatter(state, exception)}");
    }
}
