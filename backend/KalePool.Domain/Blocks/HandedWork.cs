namespace KalePool.Domain.Blocks;

/// <summary>A hash that a pooler has found and hands over for the backend to submit.</summary>
/// <param name="Hash">Hex of the keccak-256 hash, 64 digits in lower case.</param>
public sealed record HandedWork(Guid FarmerId, ulong Nonce, string Hash)
{
    /// <summary>Leading zero hex digits, as the contract counts them.</summary>
    public uint Zeros() => (uint)(Hash.Length - Hash.TrimStart('0').Length);
}
