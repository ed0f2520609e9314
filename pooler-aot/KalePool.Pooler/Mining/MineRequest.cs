using KalePool.Hashing;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Mining;

/// <summary>What <c>mine</c> is asked for, checked.</summary>
/// <param name="Difficulty">Leading zero hex digits the hash must have, 0 to 64.</param>
/// <param name="Batch">Nonces a batch; with verbose each is reported.</param>
sealed record MineRequest(SearchTemplate Template, ulong StartNonce, int Difficulty, int Threads, ulong Batch, bool IsVerbose)
{
    /// <exception cref="FormatException">The message names the argument, what was found and what was expected.</exception>
    public static SearchTemplate TemplateOf(uint block, string entropy, string address) =>
        SearchTemplate.Create(block, EntropyOf(entropy), FarmerOf(address).Span);

    static byte[] EntropyOf(string text)
    {
        var entropy = new byte[Keccak256.HashLength];
        return Convert.TryFromBase64String(text, entropy, out var length) && length == entropy.Length
            ? entropy
            : throw new FormatException($"hash: found \"{text}\", expected the block's entropy, 32 bytes in base64");
    }

    static Opaque FarmerOf(string address) =>
        StrKey.TryDecode(StrKeyKind.Account, address, out var key) || StrKey.TryDecode(StrKeyKind.Contract, address, out key)
            ? key
            : throw new FormatException($"address: found \"{address}\", expected a G… or C… address");
}
