using System.Buffers.Binary;
using System.Numerics;
using KalePool.Stellar.Xdr;
using Org.BouncyCastle.Crypto.Digests;

namespace KalePool.Kale;

/// <summary>The proof of work as the contract checks it: keccak-256 of a 76-byte message. There is no minimum difficulty.</summary>
public static class ProofOfWork
{
    /// <summary>Bytes of a message: index (4, big-endian), nonce (8, big-endian), entropy (32), farmer (32).</summary>
    public const int MessageLength = 76;

    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = 32;

    const int FarmerLength = 32;
    const int KeccakBits = 256;

    /// <summary>The message of a nonce.</summary>
    /// <param name="entropy">The block's, 32 bytes.</param>
    /// <exception cref="ArgumentException">The entropy has another length.</exception>
    public static byte[] Message(uint index, ulong nonce, Opaque entropy, SCAddress farmer)
    {
        if (entropy.Length != KaleBlock.EntropyLength)
            throw new ArgumentException($"entropy has {KaleBlock.EntropyLength} bytes, not {entropy.Length}", nameof(entropy));
        var message = new byte[MessageLength];
        BinaryPrimitives.WriteUInt32BigEndian(message, index);
        BinaryPrimitives.WriteUInt64BigEndian(message.AsSpan(4), nonce);
        entropy.Span.CopyTo(message.AsSpan(12));
        FarmerBytes(farmer).Span.CopyTo(message.AsSpan(44));
        return message;
    }

    /// <summary>What stands for the farmer in a message: the last 32 bytes of the address's XDR (an account's key, a contract's id).</summary>
    public static Opaque FarmerBytes(SCAddress farmer)
    {
        ArgumentNullException.ThrowIfNull(farmer);
        return new Opaque(farmer.ToXdr().AsSpan()[^FarmerLength..]);
    }

    /// <summary>The hash of a nonce, 32 bytes.</summary>
    /// <exception cref="ArgumentException">The entropy is not 32 bytes long.</exception>
    public static Opaque Hash(uint index, ulong nonce, Opaque entropy, SCAddress farmer)
    {
        var message = Message(index, nonce, entropy, farmer);
        var digest = new KeccakDigest(KeccakBits);
        digest.BlockUpdate(message, 0, message.Length);
        var hash = new byte[HashLength];
        digest.DoFinal(hash, 0);
        return hash;
    }

    /// <summary>True when the hash is the nonce's.</summary>
    public static bool Verify(uint index, ulong nonce, Opaque entropy, SCAddress farmer, Opaque hash) => Hash(index, nonce, entropy, farmer) == hash;

    /// <summary>Leading zero hex digits, 0 to 64.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static uint Zeros(Opaque hash)
    {
        if (hash.Length != HashLength) throw new ArgumentException($"a hash has {HashLength} bytes, not {hash.Length}", nameof(hash));
        var zeros = 0;
        foreach (var value in hash.Span)
        {
            // A uint has 24 leading zero bits more than the byte in it.
            if (value != 0) return (uint)(zeros + ((BitOperations.LeadingZeroCount((uint)value) - 24) / 4));
            zeros += 2;
        }
        return (uint)zeros;
    }
}
