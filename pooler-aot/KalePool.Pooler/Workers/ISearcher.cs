using KalePool.Hashing;

namespace KalePool.Pooler.Workers;

/// <summary>Runs one search after another.</summary>
interface ISearcher : IDisposable
{
    /// <summary>Searches until the goal is reached, the range is exhausted, or the token is cancelled, which ends it after the pieces in hand.</summary>
    Task<SearchSummary> RunAsync(SearchGoal goal, CancellationToken stop);
}

/// <summary>With threads of this process.</summary>
sealed class ThreadSearch(SearchKernel kernel, int threads, ulong piece, ThreadPlacement placement) : ISearcher
{
    readonly NonceSearch _search = new(kernel, threads, piece, placement);

    public Task<SearchSummary> RunAsync(SearchGoal goal, CancellationToken stop) => _search.RunAsync(goal, null, stop);

    public void Dispose()
    {
    }
}
