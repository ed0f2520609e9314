namespace KalePool.Hashing.Frames;

/// <summary>The bytes of a frame: length of what follows (4 bytes), version (1), kind (1), then the fields in order. Integers are little-endian.</summary>
static class FrameFormat
{
    public const byte Version = 2;

    public const int LengthBytes = 4;

    /// <summary>Version and kind.</summary>
    public const int HeadBytes = 2;

    /// <summary>The longest that may follow a length: a job has 99.</summary>
    public const int MostBytes = 128;

    public const int MostNameBytes = 32;

    /// <summary>id, template, start, count, zeros.</summary>
    public const int JobBytes = 4 + SearchTemplate.Length + 8 + 8 + 1;

    /// <summary>id, nonce, hash.</summary>
    public const int FoundBytes = 4 + 8 + Keccak256.HashLength;

    /// <summary>id, tried, end.</summary>
    public const int ProgressBytes = 4 + 8 + 1;
}

/// <summary>Kinds of frames as they stand on the wire.</summary>
enum FrameKind : byte
{
    Ready = 1,
    Job = 2,
    Stop = 3,
    Found = 4,
    Progress = 5,
}
