using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace KalePool.Devnet.Rpc;

/// <summary>What clients have asked of one server since it began. Any thread may call it.</summary>
/// <param name="methods">Those that have a line of their own; all others share one.</param>
public sealed class CallCounts(IEnumerable<string> methods)
{
    /// <summary>What no server knows.</summary>
    public const string Other = "other";

    readonly ImmutableHashSet<string> _known = [.. methods];
    readonly ConcurrentDictionary<string, long> _calls = new();
    long _requests;
    long _bytesIn;
    long _bytesOut;

    /// <param name="body">Of a request, which may hold several calls.</param>
    public void Asked(ReadOnlyMemory<byte> body)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _bytesIn, body.Length);
        foreach (var method in JsonRpcDispatcher.Methods(body)) _calls.AddOrUpdate(_known.Contains(method) ? method : Other, 1, (_, calls) => calls + 1);
    }

    /// <param name="bytes">Of the answer's body.</param>
    public void Answered(long bytes) => Interlocked.Add(ref _bytesOut, bytes);

    public CallTally Tally() => new(Interlocked.Read(ref _requests), Interlocked.Read(ref _bytesIn), Interlocked.Read(ref _bytesOut), _calls.ToImmutableSortedDictionary(StringComparer.Ordinal));
}

/// <param name="Requests">HTTP requests.</param>
/// <param name="BytesIn">Of their bodies.</param>
/// <param name="BytesOut">Of the answers' bodies.</param>
/// <param name="Calls">By method.</param>
public sealed record CallTally(long Requests, long BytesIn, long BytesOut, IReadOnlyDictionary<string, long> Calls);
