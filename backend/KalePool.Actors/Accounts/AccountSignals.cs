using Akka.Actor;
using KalePool.Actors.Ports;
using KalePool.Domain.Accounts;

namespace KalePool.Actors.Accounts;

/// <summary>What an account's actor tells itself.</summary>
static class AccountSignals
{
    /// <summary>Recovered: take up what is open.</summary>
    public sealed class Begin : INoSerializationVerificationNeeded
    {
        public static readonly Begin Instance = new();
    }

    /// <summary>Time for the next batch.</summary>
    public sealed class Next : INoSerializationVerificationNeeded
    {
        public static readonly Next Instance = new();
    }

    public sealed class TellAgain : INoSerializationVerificationNeeded
    {
        public static readonly TellAgain Instance = new();
    }

    /// <summary>The actor stopped before a batch's outcome was known; the next one resumes.</summary>
    public sealed class Stopped : INoSerializationVerificationNeeded
    {
        public static readonly Stopped Instance = new();
    }

    /// <summary>What came of looking at the chain.</summary>
    /// <param name="Members">Who was looked at.</param>
    public sealed record Prepared(BatchKind Kind, IReadOnlyList<BatchMember> Members, BatchPreparation Preparation) : INoSerializationVerificationNeeded;

    /// <summary>A batch's outcome is known.</summary>
    public sealed record Settled(Guid Batch, BatchReport Report) : INoSerializationVerificationNeeded;
}
