using System.Globalization;

namespace KalePool.Pooler.Bench;

/// <summary>Who had the processors during one run of so many threads, in seconds.</summary>
/// <param name="Wall">How long it took.</param>
/// <param name="Own">CPU time of this program and its workers.</param>
/// <param name="Others">CPU time of everything else on the machine, stolen time too; null: the system does not tell.</param>
readonly record struct RunShare(int Threads, double Wall, double Own, double? Others)
{
    /// <summary>Of what a run may miss to others, or for reasons that nobody knows: more says nothing of this program.</summary>
    const double MostMissed = 0.03;

    /// <summary>The part of their processors that the threads used.</summary>
    public double Used => Own / (Wall * Threads);

    /// <summary>Whether others took what the threads could have had. What threads leave idle themselves is theirs, and counts.</summary>
    public bool IsDisturbed => Used < 1 - MostMissed && !(Others < MostMissed * Wall * Threads);

    /// <summary>What disturbed it, as in "not measured: …".</summary>
    public string Fault => Others is { } others
        ? Text($"the machine is busy: the threads had {100 * Used:0} % of the time of {Threads} processors while others had {100 * others / (Wall * Threads):0} %")
        : Text($"the threads had {100 * Used:0} % of the time of {Threads} processors, and this system does not tell why");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
