using Akka.Actor;
using KalePool.Actors.Ports;
using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;

namespace KalePool.Actors.Farmers;

/// <summary>What a farmer's actor tells itself.</summary>
static class FarmerSignals
{
    /// <summary>Recovered: take up what is open.</summary>
    public sealed class Begin : INoSerializationVerificationNeeded
    {
        public static readonly Begin Instance = new();
    }

    public sealed class Retry : INoSerializationVerificationNeeded
    {
        public static readonly Retry Instance = new();
    }

    public sealed class ExitAgain : INoSerializationVerificationNeeded
    {
        public static readonly ExitAgain Instance = new();
    }

    public sealed class PayoutAgain : INoSerializationVerificationNeeded
    {
        public static readonly PayoutAgain Instance = new();
    }

    /// <summary>Time to think of pails that are on their own.</summary>
    public sealed class OwnAgain : INoSerializationVerificationNeeded
    {
        public static readonly OwnAgain Instance = new();
    }

    /// <summary>The actor stopped before an act's outcome was known; the next one resumes.</summary>
    public sealed class Stopped : INoSerializationVerificationNeeded
    {
        public static readonly Stopped Instance = new();
    }

    /// <summary>What came of looking at the chain.</summary>
    /// <param name="PayoutWallet">The one in force when it was looked.</param>
    /// <param name="OwedShareStroops">What was owed to the pooler then.</param>
    public sealed record Prepared(FarmerDecision.Prepare Wanted, string PayoutWallet, long OwedShareStroops, Preparation Preparation) : INoSerializationVerificationNeeded;

    /// <summary>The due row stands; the command may be decided.</summary>
    public sealed record Marked(FarmerCommand Command, IActorRef Sender) : INoSerializationVerificationNeeded;

    /// <summary>An act's outcome is known.</summary>
    public sealed record Settled(OpenAct Act, ActReport Report) : INoSerializationVerificationNeeded;
}
