namespace KalePool.Simulation.Checks;

/// <summary>What a seed is checked for.</summary>
enum Check
{
    /// <summary>A transaction has left a process, and its submission is not in that process's journal.</summary>
    SentUnrecorded,

    /// <summary>Somebody was told what is not in the journal.</summary>
    ToldUnwritten,

    /// <summary>When nothing goes wrong any more, everything comes to rest.</summary>
    Rest,

    /// <summary>The auditor's word, from the chain alone.</summary>
    Audit,

    /// <summary>A planted pail was never worked, though the chain and the pool would have allowed it.</summary>
    Unworked,

    /// <summary>What the journal says of an act is what the chain has of it.</summary>
    Outcome,

    /// <summary>The journal's balance of a farmer is the chain's.</summary>
    Balance,

    /// <summary>One memo, one payment.</summary>
    PaidTwice,

    /// <summary>The read model says what the journal says, and says it again when it is rebuilt.</summary>
    ReadModel,

    /// <summary>Something has ended by an error that nothing may end by.</summary>
    Died,
}

/// <summary>Something that must not be.</summary>
sealed record Finding(Check Check, string Message)
{
    public override string ToString() => $"{Check}: {Message}";
}

/// <summary>All that was found in a seed.</summary>
sealed class Findings
{
    readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public void Add(Check check, string message) => _all.Add(new Finding(check, message));
}
