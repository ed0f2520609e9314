using KalePool.Kale;
using KalePool.Pooler.Progress;

namespace KalePool.Pooler.Work;

/// <summary>Who is hashed for in a block, with what an earlier run has done for each: who is planted and not given up, and who is hoped for.</summary>
/// <param name="entropy">32 bytes.</param>
sealed class RoundTargets(uint block, ReadOnlyMemory<byte> entropy, KnownProgress known)
{
    readonly Dictionary<string, HashTarget?> _made = new(StringComparer.Ordinal);
    string[] _last = [];

    public ReadOnlyMemory<byte> Entropy => entropy;

    /// <summary>All of them; null where they are the same as the last time. Wallets that are no addresses are left out.</summary>
    public IReadOnlyList<HashTarget>? Update(IReadOnlyCollection<FarmerRound> farmers, IEnumerable<string> hoped)
    {
        ArgumentNullException.ThrowIfNull(farmers);
        string[] wallets = [.. farmers.Where(farmer => !farmer.IsGivenUp).Select(farmer => farmer.Wallet).Union(hoped.Except(farmers.Select(farmer => farmer.Wallet)))];
        if (wallets.SequenceEqual(_last, StringComparer.Ordinal)) return null;
        _last = wallets;
        return [.. wallets.Select(Of).OfType<HashTarget>()];
    }

    HashTarget? Of(string wallet)
    {
        if (!_made.TryGetValue(wallet, out var target)) _made.Add(wallet, target = Make(wallet));
        return target;
    }

    HashTarget? Make(string wallet)
    {
        if (KaleAddresses.TryParse(wallet) is not { } address) return null;
        var key = ProofOfWork.FarmerBytes(address).Span.ToArray();
        return new(wallet, key, known.Of(block, entropy.Span, wallet, key));
    }
}
