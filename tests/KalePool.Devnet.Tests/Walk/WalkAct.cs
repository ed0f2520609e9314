using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>One thing asked of a chain.</summary>
abstract record WalkRequest
{
    public sealed record Send(TransactionEnvelope Envelope) : WalkRequest;

    public sealed record Simulate(TransactionEnvelope Envelope, bool UpgradedAuth = false) : WalkRequest;

    public sealed record Find(Opaque Hash) : WalkRequest;
}

/// <param name="Kind">The kind's name.</param>
sealed record WalkAct(string Kind, WalkRequest Request);

/// <summary>A kind of act.</summary>
/// <param name="Weight">How often it stands in the bag that kinds are drawn from.</param>
/// <param name="Make">Null when nothing of the kind can be made of what there is now.</param>
sealed record WalkKind(string Name, int Weight, Func<WalkStep, WalkRequest?> Make);
