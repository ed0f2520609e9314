using KalePool.Hashing;

namespace KalePool.Pooler.Workers;

/// <summary>One search after another with worker processes: what <see cref="NonceSearch"/> is with threads.</summary>
sealed class WorkerSearch : ISearcher
{
    readonly WorkerSeat[] _seats;
    readonly ulong _piece;

    /// <param name="seats">Taken over.</param>
    public WorkerSearch(IEnumerable<WorkerSeat> seats, ulong piece)
    {
        _piece = piece;
        _seats = [.. seats];
    }

    public async Task<SearchSummary> RunAsync(SearchGoal goal, CancellationToken stop)
    {
        var run = new SearchRun(goal, _piece, null, stop);
        // Each seat has one piece before any has the next.
        await Task.WhenAll(Enumerable.Repeat(_seats, WorkerSeat.Ahead).SelectMany(seats => seats).Select(seat => WorkAsync(seat, run, goal.Template)));
        return run.Summary();
    }

    public void Dispose()
    {
        foreach (var seat in _seats) seat.Dispose();
    }

    static async Task WorkAsync(WorkerSeat seat, SearchRun run, SearchTemplate template)
    {
        while (run.Take() is { } piece) run.Report((await seat.SearchAsync(template, piece, run.ZerosToBeat, CancellationToken.None)).Best);
    }
}
