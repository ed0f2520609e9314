namespace KalePool.Hashing;

/// <summary>How a hashing thread stands among all others of the machine.</summary>
public enum HashingPriority
{
    /// <summary>It gets what nobody else wants.</summary>
    Idle,

    /// <summary>The lowest of the ordinary ones: a small share also on a machine that is busy.</summary>
    Low,

    /// <summary>Like any other program.</summary>
    Normal,
}
