namespace KalePool.Pooler.Machine;

/// <summary>Whether the owner has told the pooler not to hash. It outlives a change of settings.</summary>
sealed class PauseSwitch
{
    volatile bool _isPaused;

    public bool IsPaused => _isPaused;

    public void Pause() => _isPaused = true;

    public void Resume() => _isPaused = false;

    public void Toggle() => _isPaused = !_isPaused;
}
