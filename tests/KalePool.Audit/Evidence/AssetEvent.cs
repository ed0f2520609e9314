using System.Numerics;
using KalePool.Audit.Farm;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Evidence;

public enum AssetEventKind
{
    Mint,
    Burn,
    Transfer,
    Clawback,

    /// <summary>Of XLM only: a fee charged, or a part of it paid back, then negative.</summary>
    Fee,
}

/// <summary>One movement that the asset itself reported (CAP-67).</summary>
/// <param name="From">Null for a mint.</param>
/// <param name="To">Null for everything but a mint and a transfer.</param>
/// <param name="Amount">Stroops.</param>
public sealed record AssetEvent(uint Ledger, string TransactionHash, AssetEventKind Kind, string? From, string? To, BigInteger Amount)
{
    /// <summary>What the event did to <paramref name="holder"/>'s balance.</summary>
    public BigInteger EffectOn(string holder) => (To == holder ? Amount : 0) - (From == holder ? Amount : 0);

    /// <summary>Null for an event that moves nothing (approve, set_authorized, …).</summary>
    /// <exception cref="EvidenceException">It names a movement and is not shaped like one.</exception>
    public static AssetEvent? Read(uint ledger, string transactionHash, IReadOnlyList<SCVal> topics, SCVal data)
    {
        ArgumentNullException.ThrowIfNull(topics);
        var kind = Values.Symbol(topics.Count > 0 ? topics[0] : null) switch
        {
            "mint" => AssetEventKind.Mint,
            "burn" => AssetEventKind.Burn,
            "transfer" => AssetEventKind.Transfer,
            "clawback" => AssetEventKind.Clawback,
            "fee" => AssetEventKind.Fee,
            _ => (AssetEventKind?)null,
        };
        if (kind is null) return null;
        var first = Values.Address(topics.Count > 1 ? topics[1] : null);
        var second = Values.Address(topics.Count > 2 ? topics[2] : null);
        var amount = Values.Integer(data) ?? Values.Integer(Values.Fields(data)?.GetValueOrDefault("amount"));
        if (amount is null || first is null || (kind == AssetEventKind.Transfer && second is null))
            throw new EvidenceException($"transaction {transactionHash}: a {kind} event that is not shaped like one");
        return kind switch
        {
            AssetEventKind.Mint => new AssetEvent(ledger, transactionHash, kind.Value, null, first, amount.Value),
            AssetEventKind.Transfer => new AssetEvent(ledger, transactionHash, kind.Value, first, second, amount.Value),
            _ => new AssetEvent(ledger, transactionHash, kind.Value, first, null, amount.Value),
        };
    }
}

/// <summary>The evidence cannot be read, or is not all there: nothing can be said about the balance.</summary>
public sealed class EvidenceException(string message, Exception? inner = null) : Exception(message, inner);
