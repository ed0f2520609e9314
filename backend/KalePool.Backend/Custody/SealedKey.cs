using System.Security.Cryptography;
using KalePool.Backend.Storage;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Custody;

/// <summary>A wallet's seed, encrypted: AES-256-GCM with a nonce of its own and the farmer's id as associated data.</summary>
/// <param name="PublicKey">G….</param>
/// <param name="KeyId">Of the master key.</param>
/// <param name="Nonce">12 bytes.</param>
/// <param name="Ciphertext">32 bytes of seed and 16 of tag.</param>
sealed record SealedKey(string PublicKey, string KeyId, byte[] Nonce, byte[] Ciphertext)
{
    public static SealedKey Of(MasterKey master, Guid farmerId, ReadOnlySpan<byte> seed)
    {
        using var cipher = master.OpenCipher();
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var sealedSeed = new byte[seed.Length + AesGcm.TagByteSizes.MaxSize];
        cipher.Encrypt(nonce, seed, sealedSeed.AsSpan(0, seed.Length), sealedSeed.AsSpan(seed.Length), farmerId.ToByteArray(bigEndian: true));
        return new SealedKey(KeyPair.FromSeed(seed).Address, master.Id, nonce, sealedSeed);
    }

    /// <summary>The same seed under another master key; opened once, so that nothing is written that could not be read.</summary>
    /// <exception cref="StorageException">The row was altered.</exception>
    public SealedKey Again(MasterKey from, MasterKey to, Guid farmerId)
    {
        var seed = Seed(from, farmerId);
        try
        {
            var again = Of(to, farmerId, seed);
            return again.Open(to, farmerId).Address == Open(from, farmerId).Address ? again : throw Altered(farmerId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <exception cref="StorageException">The row was altered.</exception>
    public KeyPair Open(MasterKey master, Guid farmerId)
    {
        var seed = Seed(master, farmerId);
        try
        {
            var pair = KeyPair.FromSeed(seed);
            return pair.Address == PublicKey ? pair : throw Altered(farmerId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    byte[] Seed(MasterKey master, Guid farmerId)
    {
        if (Ciphertext.Length != KeyPair.SeedBytes + AesGcm.TagByteSizes.MaxSize || Nonce.Length != AesGcm.NonceByteSizes.MaxSize) throw Altered(farmerId);
        var seed = new byte[KeyPair.SeedBytes];
        try
        {
            using var cipher = master.OpenCipher();
            cipher.Decrypt(Nonce, Ciphertext.AsSpan(0, seed.Length), Ciphertext.AsSpan(seed.Length), seed, farmerId.ToByteArray(bigEndian: true));
            return seed;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw Altered(farmerId, e);
        }
    }

    static StorageException Altered(Guid farmerId, Exception? inner = null) => new($"the wallet key of farmer {farmerId:D} was altered", inner);
}
