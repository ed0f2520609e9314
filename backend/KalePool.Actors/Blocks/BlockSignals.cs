using Akka.Actor;

namespace KalePool.Actors.Blocks;

/// <summary>What a block's actor tells itself.</summary>
static class BlockSignals
{
    /// <summary>Recovered: take up what is open.</summary>
    public sealed class Begin : INoSerializationVerificationNeeded
    {
        public static readonly Begin Instance = new();
    }

    public sealed class Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    public sealed class Gather : INoSerializationVerificationNeeded
    {
        public static readonly Gather Instance = new();
    }

    public sealed class DueWritten : INoSerializationVerificationNeeded
    {
        public static readonly DueWritten Instance = new();
    }
}
