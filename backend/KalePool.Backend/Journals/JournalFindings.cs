namespace KalePool.Backend.Journals;

/// <summary>What a look at the whole journal has brought.</summary>
sealed class JournalFindings
{
    /// <summary>Differences that are told; the rest is counted.</summary>
    public const int MostTold = 20;

    readonly List<(string Place, string What)> _told = [];

    public long Entities { get; set; }

    public long Events { get; set; }

    /// <summary>Events that were written before there were links.</summary>
    public long Unlinked { get; set; }

    /// <summary>Entities that are linked from a later event than their first.</summary>
    public List<(string PersistenceId, long From)> LinkedLater { get; } = [];

    public long Differences { get; private set; }

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<(string Place, string What)> Told => _told;

    public void Add(string place, string what)
    {
        Differences++;
        if (_told.Count < MostTold) _told.Add((place, what));
    }
}
