using KalePool.Kale;
using KalePool.Pooler.Progress;

namespace KalePool.Pooler.Work;

/// <summary>Makes of wallets what can be hashed for, with what an earlier run has done for them; each wallet once.</summary>
/// <param name="entropy">32 bytes.</param>
sealed class RoundTargets(uint block, ReadOnlyMemory<byte> entropy, KnownProgress known)
{
    readonly Dictionary<string, HashTarget?> _made = new(StringComparer.Ordinal);

    public ReadOnlyMemory<byte> Entropy => entropy;

    /// <summary>Those that are addresses.</summary>
    public IReadOnlyList<HashTarget> Of(IEnumerable<string> wallets)
    {
        var targets = new List<HashTarget>();
        foreach (var wallet in wallets)
        {
            if (!_made.TryGetValue(wallet, out var target)) _made.Add(wallet, target = Make(wallet));
            if (target is not null) targets.Add(target);
        }
        return targets;
    }

    HashTarget? Make(string wallet)
    {
        if (KaleAddresses.TryParse(wallet) is not { } address) return null;
        var key = ProofOfWork.FarmerBytes(address).Span.ToArray();
        return new(wallet, key, known.Of(block, entropy.Span, wallet, key));
    }
}
