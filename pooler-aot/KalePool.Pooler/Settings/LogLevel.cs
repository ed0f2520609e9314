namespace KalePool.Pooler.Settings;

/// <summary>How much is said; each level includes the ones after it.</summary>
enum LogLevel
{
    Debug,
    Info,
    Warning,
    Error,
}
