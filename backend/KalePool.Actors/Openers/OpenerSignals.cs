using Akka.Actor;
using KalePool.Domain.Blocks;

namespace KalePool.Actors.Openers;

/// <summary>What the opener tells itself.</summary>
static class OpenerSignals
{
    /// <summary>Another one was seen.</summary>
    public sealed class Ledger : INoSerializationVerificationNeeded
    {
        public static readonly Ledger Instance = new();
    }

    /// <summary>Nobody waits for a ledger any more.</summary>
    public sealed class Stopped : INoSerializationVerificationNeeded
    {
        public static readonly Stopped Instance = new();
    }

    /// <summary>Of the newest block.</summary>
    /// <param name="Waiting">Whose pails are worked.</param>
    /// <param name="Unworked">Pails of ours that nobody has worked.</param>
    public sealed record PailsSeen(uint Index, IReadOnlyList<OpenerCandidate> Waiting, int Unworked) : INoSerializationVerificationNeeded;
}
