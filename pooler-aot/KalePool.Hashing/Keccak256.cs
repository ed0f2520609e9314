using System.Buffers.Binary;
using System.Numerics;

namespace KalePool.Hashing;

/// <summary>Keccak-256 as Ethereum and Soroban use it (padding 0x01, not SHA3's 0x06), written plainly after the Keccak reference: the oracle
/// that every search kernel is compared with. It is never the thing that searches.</summary>
public static class Keccak256
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = 32;

    /// <summary>Bytes taken in by one permutation: 1600 bits less twice the 256 of the hash.</summary>
    public const int RateLength = 136;

    const int Lanes = 25;
    const int Rounds = 24;

    /// <summary>Rotations of rho, lane x + 5y.</summary>
    static ReadOnlySpan<byte> Rotations =>
        [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14];

    /// <summary>Round constants of iota.</summary>
    internal static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>The hash of a message of any length.</summary>
    public static Digest Hash(ReadOnlySpan<byte> message)
    {
        Span<ulong> state = stackalloc ulong[Lanes];
        state.Clear();
        while (message.Length >= RateLength)
        {
            Absorb(state, message[..RateLength]);
            message = message[RateLength..];
        }

        Span<byte> last = stackalloc byte[RateLength];
        last.Clear();
        message.CopyTo(last);
        last[message.Length] ^= 0x01;
        last[RateLength - 1] ^= 0x80;
        Absorb(state, last);
        return new Digest(state[0], state[1], state[2], state[3]);
    }

    static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < RateLength / sizeof(ulong); i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * sizeof(ulong))..]);
        }

        Permute(state);
    }

    static void Permute(Span<ulong> a)
    {
        Span<ulong> b = stackalloc ulong[Lanes];
        Span<ulong> c = stackalloc ulong[5];
        for (var round = 0; round < Rounds; round++)
        {
            for (var x = 0; x < 5; x++)
            {
                c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            }

            for (var x = 0; x < 5; x++)
            {
                for (var y = 0; y < 5; y++)
                {
                    var lane = a[x + (5 * y)] ^ c[(x + 4) % 5] ^ BitOperations.RotateLeft(c[(x + 1) % 5], 1);
                    b[y + (5 * (((2 * x) + (3 * y)) % 5))] = BitOperations.RotateLeft(lane, Rotations[x + (5 * y)]);
                }
            }

            for (var y = 0; y < 25; y += 5)
            {
                for (var x = 0; x < 5; x++)
                {
                    a[x + y] = b[x + y] ^ (~b[((x + 1) % 5) + y] & b[((x + 2) % 5) + y]);
                }
            }

            a[0] ^= RoundConstants[round];
        }
    }
}
