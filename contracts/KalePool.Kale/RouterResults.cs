using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>What became of one of the router's calls.</summary>
public abstract record RoutedResult
{
    RoutedResult()
    {
    }

    /// <param name="Value">A work's gap (u32) or a harvest's reward (i128, stroops).</param>
    public sealed record Done(SCVal Value) : RoutedResult;

    /// <summary>It failed and changed nothing; the others are not concerned.</summary>
    /// <param name="Failure">What a contract's number means; null for an error of the host.</param>
    public sealed record Failed(SCError Error, KaleFailure? Failure) : RoutedResult;
}

/// <summary>Reads the vector of values that the router returns, one for each call in order: the call's own value, or its error.</summary>
public static class RouterResults
{
    /// <param name="calls">Those that were sent, in their order.</param>
    /// <exception cref="KaleFormatException">Not a result for each of the calls, or one that the call cannot have.</exception>
    public static IReadOnlyList<RoutedResult> Decode(SCVal returnValue, IReadOnlyList<KaleCall> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (returnValue is not SCVal.Vec { Value: { } values }) throw new KaleFormatException("router: a vector of results expected");
        if (values.Count != calls.Count) throw new KaleFormatException($"router: {calls.Count} results expected, not {values.Count}");
        return [.. values.Select((value, i) => Decode(value, calls[i], i))];
    }

    static RoutedResult Decode(SCVal value, KaleCall call, int i) => (value, call) switch
    {
        (SCVal.Error { Value: SCError.Contract { Value: var code } error }, _) => new RoutedResult.Failed(error, KaleErrors.OfFunction(call.Function, code)),
        (SCVal.Error { Value: var error }, _) => new RoutedResult.Failed(error, null),
        (SCVal.U32, KaleCall.Work) or (SCVal.I128, KaleCall.Harvest) => new RoutedResult.Done(value),
        _ => throw new KaleFormatException($"router: result {i} is not one of {call.Function}"),
    };
}
