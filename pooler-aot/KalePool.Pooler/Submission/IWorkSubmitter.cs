using KalePool.Pooler.Pool;
using KalePool.Pooler.Work;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Submission;

/// <summary>Where works go: to the chain, or to the backend.</summary>
interface IWorkSubmitter
{
    /// <summary>How many submissions may be under way side by side.</summary>
    int Lanes { get; }

    /// <summary>How many works one submission may hold.</summary>
    int Together { get; }

    /// <summary>Ledgers before the boundary after which nothing is submitted any more.</summary>
    int LedgersBeforeBoundary { get; }

    /// <summary>How long one submission takes.</summary>
    SubmissionPace Pace { get; }

    /// <summary>Carries what a stop left open to its outcome. Must end before anything is submitted.</summary>
    Task<IReadOnlyList<WorkOutcome>> ResumeAsync(CancellationToken cancellation);

    /// <summary>Submits works of distinct farmers of one block and waits for the outcome of each.</summary>
    /// <param name="orders">One to <see cref="Together"/>.</param>
    /// <exception cref="RpcException">Before anything was sent.</exception>
    /// <exception cref="PoolApiException">The backend took nothing, or it is not known what it took.</exception>
    Task<IReadOnlyList<WorkOutcome>> SubmitAsync(IReadOnlyList<WorkOrder> orders, CancellationToken cancellation);
}
