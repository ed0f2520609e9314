using KalePool.Contracts.Poolers;
using KalePool.Hashing;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Progress;

/// <summary>What an earlier run has left of a block. Nothing of it is believed that cannot be proven: a hash is made again from its nonce, whatever the file says.</summary>
sealed class KnownProgress(BlockProgress? progress, Action<string> trouble)
{
    /// <summary>Starts are below it, so that nonces never reach their end.</summary>
    const ulong MostStart = 1UL << 63;

    const ulong MostTaken = 1UL << 62;

    readonly Dictionary<string, FarmerProgress> _byWallet =
        progress?.Hashed.GroupBy(farmer => farmer.Wallet, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal) ?? [];

    /// <summary>Who was planted in a block when the earlier run ended; empty where it was another block.</summary>
    /// <param name="entropy">32 bytes.</param>
    public IReadOnlyList<PlantedFarmer> PlantedIn(uint block, ReadOnlySpan<byte> entropy) => IsOf(block, entropy) ? progress!.Planted : [];

    /// <summary>How far hashing for a farmer had come in a block; null where nothing is known of it.</summary>
    /// <param name="entropy">32 bytes.</param>
    /// <param name="key">The last 32 bytes of the XDR of the wallet's address.</param>
    public HashProgress? Of(uint block, ReadOnlySpan<byte> entropy, string wallet, ReadOnlySpan<byte> key)
    {
        if (!IsOf(block, entropy) || !_byWallet.TryGetValue(wallet, out var farmer)) return null;
        if (farmer.Start >= MostStart || farmer.Taken >= MostTaken) return Refuse($"its nonces are out of range ({farmer.Start}, {farmer.Taken})");
        if (farmer.Nonce is not { } nonce) return new(farmer.Start, farmer.Taken, null);
        var hash = SearchTemplate.Create(block, entropy, key).HashOf(nonce);
        return hash.ToString() == farmer.Hash ? new(farmer.Start, farmer.Taken, new Found(nonce, hash, hash.Zeros)) : Refuse($"the nonce {nonce} has the hash {hash}, not {farmer.Hash}");

        HashProgress? Refuse(string why)
        {
            trouble($"what an earlier run had found for {wallet} in block {block} is not used: {why}");
            return null;
        }
    }

    bool IsOf(uint block, ReadOnlySpan<byte> entropy) => progress is not null && progress.Block == block && progress.Entropy == Convert.ToHexStringLower(entropy);
}
