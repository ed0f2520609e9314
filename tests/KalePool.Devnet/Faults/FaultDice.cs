using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KalePool.Devnet.Faults;

/// <summary>Chance that is none: whether a rule strikes follows from the seed, the rule's place in its plan and the occasion.</summary>
static class FaultDice
{
    /// <param name="occasion">What is decided on: a number of order, or what it is about.</param>
    public static bool Falls(int seed, int rule, ReadOnlySpan<byte> occasion, double probability) => Draw(seed, rule, occasion) < probability;

    /// <summary>From 0 to just below 1.</summary>
    static double Draw(int seed, int rule, ReadOnlySpan<byte> occasion)
    {
        Span<byte> input = stackalloc byte[8 + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(input, seed);
        BinaryPrimitives.WriteInt32BigEndian(input[4..], rule);
        SHA256.HashData(occasion, input[8..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        const int bits = 53;
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> (64 - bits)) / (double)(1UL << bits);
    }
}
