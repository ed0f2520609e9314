namespace KalePool.Contracts.Settings;

/// <summary>All wrong settings of one start; the message has one line for each.</summary>
public sealed class SettingsException(IReadOnlyList<SettingError> errors) : Exception(string.Join('\n', errors))
{
    public IReadOnlyList<SettingError> Errors { get; } = errors;
}
