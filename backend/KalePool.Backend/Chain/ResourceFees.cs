using System.Collections.Concurrent;
using KalePool.Kale;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>What a call declares and pays.</summary>
/// <param name="ResourceFee">Stroops of XLM, at most.</param>
/// <param name="Resources">As simulated; null where those that are written down hold.</param>
public sealed record CallCost(long ResourceFee, SorobanResources? Resources = null);

/// <summary>The chain asks more than <see cref="FeePolicy.Resources"/> or refuses the simulation; the message says which.</summary>
public sealed class FeeRefusedException(string message) : Exception(message);

/// <summary>
/// Resource fees as simulations say: of each kind of call at most once an hour, and anew after a transaction was refused as invalid. What is declared are the
/// footprints that are written down; under code that is not known each call is simulated, and declares what that found.
/// </summary>
public sealed class ResourceFees(IStellarRpc rpc, TimeProvider time)
{
    static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>Where it failed, or is more than may be paid.</summary>
    static readonly TimeSpan FreshInTrouble = TimeSpan.FromSeconds(30);

    const string OfNothing = " of 0";

    readonly ConcurrentDictionary<string, Asked> _asked = new();

    /// <summary>Of a simulation that went through; 0 where there was none.</summary>
    public long AskedFor(KaleCall call) => _asked.GetValueOrDefault(KindOf(call))?.Stroops ?? 0;

    /// <summary>Of calls of that name the dearest.</summary>
    public long AskedFor(string function) => _asked.Where(a => a.Key == function || a.Key == function + OfNothing).Select(a => a.Value.Stroops).DefaultIfEmpty().Max();

    /// <summary>Rates may have changed: the next call of each kind is simulated.</summary>
    public void Forget() => _asked.Clear();

    /// <param name="written">The resources that are written down for it.</param>
    /// <param name="isCodeKnown">Whether they hold.</param>
    /// <exception cref="FeeRefusedException">It cannot be paid for, or not be foreseen.</exception>
    /// <exception cref="RpcException">Unknown code, and no answer.</exception>
    public async Task<CallCost> OfAsync(string source, KaleDeployment deployment, KaleCall call, SorobanResources written, bool isCodeKnown, CancellationToken cancellation)
    {
        if (!isCodeKnown) return await SimulatedAsync(source, deployment, call, written, cancellation);
        var kind = KindOf(call);
        var now = time.GetTimestamp();
        var last = _asked.GetValueOrDefault(kind);
        if (last is null || time.GetElapsedTime(last.At, now) >= last.For)
        {
            // Others of this kind go on with what was known while one asks.
            _asked[kind] = (last ?? new Asked(0, now, Fresh)) with { At = now, For = FreshInTrouble };
            last = _asked[kind] = new Asked(await AskAsync(source, deployment, call, written, cancellation) ?? last?.Stroops ?? 0, now, Fresh);
            if (last.Stroops is 0 or > FeePolicy.Resources) _asked[kind] = last with { For = FreshInTrouble };
        }
        return last.Stroops > FeePolicy.Resources ? throw TooMuch(call, last.Stroops) : new CallCost(FeePolicy.Declared(last.Stroops));
    }

    /// <summary>What it costs that entries live on: their rent, which is simulated each time.</summary>
    /// <exception cref="FeeRefusedException">It cannot be paid for, or not be foreseen.</exception>
    /// <exception cref="RpcException">No answer.</exception>
    public async Task<CallCost> OfExtensionAsync(string source, IReadOnlyList<LedgerKey> entries, uint ledgers, CancellationToken cancellation)
    {
        var data = KaleFootprints.TransactionData(new SorobanResources(new LedgerFootprint([.. entries], []), 0, 0, 0), FeePolicy.Resources);
        var draft = TransactionFactory.Soroban(Addresses.Source(source), 1, Bounds.None, Operations.ExtendFootprintTtl(ledgers), data, FeePolicy.Inclusion);
        var simulation = await rpc.SimulateAsync(new TransactionEnvelope.Tx(new TransactionV1Envelope(draft, [])), cancellation);
        if (simulation.Error is { } error) throw new FeeRefusedException($"an extension fails: {error.Split('\n')[0]}");
        var asked = simulation.DecodeTransactionData();
        if (asked.ResourceFee > FeePolicy.Resources)
            throw new FeeRefusedException($"the chain asks a resource fee of {asked.ResourceFee} stroops for an extension, at most {FeePolicy.Resources} are paid");
        return new CallCost(Math.Min(FeePolicy.Resources, 2 * asked.ResourceFee), asked.Resources);
    }

    static string KindOf(KaleCall call) => call is KaleCall.Plant { Amount: var stake } && stake == 0 ? call.Function + OfNothing : call.Function;

    static FeeRefusedException TooMuch(KaleCall call, long stroops) =>
        new($"the chain asks a resource fee of {stroops} stroops for a {call.Function}, at most {FeePolicy.Resources} are paid");

    /// <summary>Null where nothing was learnt: what is wrong with the call the chain will say.</summary>
    async Task<long?> AskAsync(string source, KaleDeployment deployment, KaleCall call, SorobanResources written, CancellationToken cancellation)
    {
        try
        {
            var simulation = await rpc.SimulateAsync(Draft(source, deployment, call, written), cancellation);
            return simulation.Error is null && simulation.MinResourceFee is { } fee and > 0 ? fee : null;
        }
        catch (RpcException)
        {
            return null;
        }
    }

    async Task<CallCost> SimulatedAsync(string source, KaleDeployment deployment, KaleCall call, SorobanResources written, CancellationToken cancellation)
    {
        var simulation = await rpc.SimulateAsync(Draft(source, deployment, call, written), cancellation);
        if (simulation.Error is { } error) throw new FeeRefusedException($"under the farm's present code a {call.Function} fails: {error.Split('\n')[0]}");
        var data = simulation.DecodeTransactionData();
        return data.ResourceFee > FeePolicy.Resources ? throw TooMuch(call, data.ResourceFee) : new CallCost(FeePolicy.Declared(data.ResourceFee), data.Resources);
    }

    static TransactionEnvelope.Tx Draft(string source, KaleDeployment deployment, KaleCall call, SorobanResources written)
    {
        var transaction = TransactionFactory.Soroban(
            Addresses.Source(source), 1, Bounds.None, Operations.Invoke(KaleInvocations.Operation(deployment, call)), KaleFootprints.TransactionData(written, FeePolicy.Resources), FeePolicy.Inclusion);
        return new TransactionEnvelope.Tx(new TransactionV1Envelope(transaction, []));
    }

    sealed record Asked(long Stroops, long At, TimeSpan For);
}
