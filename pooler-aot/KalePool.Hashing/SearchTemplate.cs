using System.Buffers.Binary;

namespace KalePool.Hashing;

/// <summary>The 76-byte KALE message without its nonce: index (4 bytes, big-endian), nonce (8, big-endian, at offset 4), entropy (32), farmer (32).
/// One Keccak block, so one permutation hashes it.</summary>
public sealed class SearchTemplate : IEquatable<SearchTemplate>
{
    /// <summary>Bytes of the message.</summary>
    public const int Length = 76;

    /// <summary>Where the nonce's eight bytes begin.</summary>
    public const int NonceOffset = 4;

    const int EntropyOffset = 12;
    const int FarmerOffset = 44;

    readonly byte[] _message;

    SearchTemplate(byte[] message) => _message = message;

    /// <summary>The template of a block and a farmer.</summary>
    /// <param name="index">The block's index.</param>
    /// <param name="entropy">The block's entropy, 32 bytes.</param>
    /// <param name="farmer">The last 32 bytes of the XDR of the farmer's address.</param>
    /// <exception cref="ArgumentException">Entropy or farmer is not 32 bytes.</exception>
    public static SearchTemplate Create(uint index, ReadOnlySpan<byte> entropy, ReadOnlySpan<byte> farmer)
    {
        if (entropy.Length != 32)
            throw new ArgumentException($"Entropy has 32 bytes, not {entropy.Length}.", nameof(entropy));
        if (farmer.Length != 32)
            throw new ArgumentException($"A farmer's bytes are 32, not {farmer.Length}.", nameof(farmer));
        var message = new byte[Length];
        BinaryPrimitives.WriteUInt32BigEndian(message, index);
        entropy.CopyTo(message.AsSpan(EntropyOffset));
        farmer.CopyTo(message.AsSpan(FarmerOffset));
        return new SearchTemplate(message);
    }

    /// <summary>The template of a whole message; whatever nonce it holds is dropped.</summary>
    /// <exception cref="ArgumentException">Not exactly 76 bytes.</exception>
    public static SearchTemplate Of(ReadOnlySpan<byte> message)
    {
        if (message.Length != Length)
            throw new ArgumentException($"A message has {Length} bytes, not {message.Length}.", nameof(message));
        var bytes = message.ToArray();
        bytes.AsSpan(NonceOffset, sizeof(ulong)).Clear();
        return new SearchTemplate(bytes);
    }

    /// <summary>The message with this nonce, 76 bytes.</summary>
    public byte[] Message(ulong nonce)
    {
        var message = (byte[])_message.Clone();
        BinaryPrimitives.WriteUInt64BigEndian(message.AsSpan(NonceOffset), nonce);
        return message;
    }

    /// <summary>The hash of the message with this nonce, by the plain oracle.</summary>
    public Digest HashOf(ulong nonce) => Keccak256.Hash(Message(nonce));

    /// <summary>Writes the 25 lanes of the padded message with nonce 0: what a kernel starts from.</summary>
    /// <exception cref="ArgumentException">Not room for exactly 25 lanes.</exception>
    public void WriteLanes(Span<ulong> lanes)
    {
        if (lanes.Length != 25)
            throw new ArgumentException($"The state has 25 lanes, not {lanes.Length}.", nameof(lanes));
        lanes.Clear();
        for (var i = 0; i < Length / sizeof(ulong); i++)
        {
            lanes[i] = BinaryPrimitives.ReadUInt64LittleEndian(_message.AsSpan(i * sizeof(ulong)));
        }

        // Bytes 72 to 75, then the padding: 0x01 in byte 76, 0x80 in byte 135.
        lanes[9] = BinaryPrimitives.ReadUInt32LittleEndian(_message.AsSpan(72)) | (1UL << 32);
        lanes[16] = 1UL << 63;
    }

    public bool Equals(SearchTemplate? other) => other is not null && _message.AsSpan().SequenceEqual(other._message);

    public override bool Equals(object? obj) => Equals(obj as SearchTemplate);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_message);
        return hash.ToHashCode();
    }
}
