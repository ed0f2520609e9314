using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Options of accounts. Weights, thresholds and flags are only for those who may lock themselves out.</summary>
static class OptionKinds
{
    static readonly SetOptionsOp Nothing = new(null, null, null, null, null, null, null, null, null);

    public static IEnumerable<WalkKind> All =>
    [
        new("set a home domain", 1, step => Set(step, step.Take(), Nothing with { HomeDomain = step.Pick("", "example.org", "kale.example", "bad\u0001domain") })),
        new("change weights", 2, step => Set(step, Wild(step), Nothing with { MasterWeight = Chosen(step, 1, 2, 255), LowThreshold = Chosen(step, 0, 1, 2), MedThreshold = Chosen(step, 0, 1, 2), HighThreshold = Chosen(step, 0, 2, 3) })),
        new("add a signer", 3, step => Set(step, Wild(step), Nothing with { Signer = new Signer(Key(step), (uint)step.Random.Next(1, 4)) })),
        new("remove a signer", 1, Remove),
        new("set flags", 1, step => Set(step, Wild(step), Nothing with { SetFlags = step.Pick(1u, 2u, 3u, 8u, 10u), ClearFlags = Chosen(step, 1, 2, 4, 8) })),
        new("set options that cannot be", 2, Impossible),
    ];

    static WalkActor? Wild(WalkStep step) => step.Take(step.World.IsWild);

    static uint? Chosen(WalkStep step, params ReadOnlySpan<uint> of) => step.Chance(2) ? null : step.Pick(of);

    static SignerKey Key(WalkStep step) => step.Random.Next(4) switch
    {
        0 => new SignerKey.HashX(HashOf(step.Anybody())),
        1 => new SignerKey.PreAuthTx(HashOf(step.Anybody())),
        _ => new SignerKey.Ed25519(step.Anybody().Key.PublicKey),
    };

    /// <summary>The hash of somebody's public key: everybody knows what it is of.</summary>
    public static Opaque HashOf(WalkActor actor) => System.Security.Cryptography.SHA256.HashData(actor.Key.PublicKey.Span);

    static WalkRequest.Send? Remove(WalkStep step)
    {
        if (step.Take(actor => step.Chance(6) || step.Now.Account(actor)!.Signers.Count > 0) is not { } actor) return null;
        var signers = step.Now.Account(actor)!.Signers;
        var key = signers.Count > 0 ? signers[step.Random.Next(signers.Count)].Key : new SignerKey.Ed25519(step.Anybody().Key.PublicKey);
        return Set(step, actor, Nothing with { Signer = new Signer(key, 0) });
    }

    static WalkRequest.Send? Impossible(WalkStep step)
    {
        if (step.Take() is not { } actor) return null;
        return Set(step, actor, step.Random.Next(6) switch
        {
            0 => Nothing with { SetFlags = 16 },
            1 => Nothing with { ClearFlags = 32 },
            2 => Nothing with { MasterWeight = 256 },
            3 => Nothing with { Signer = new Signer(new SignerKey.Ed25519(actor.Key.PublicKey), 1) },
            4 => Nothing with { SetFlags = 1, ClearFlags = 1 },
            _ => Nothing with { Signer = new Signer(new SignerKey.Ed25519(step.Anybody().Key.PublicKey), 256) },
        });
    }

    static WalkRequest.Send? Set(WalkStep step, WalkActor? actor, SetOptionsOp options) =>
        actor is null ? null : step.Send(step.Classic(actor, new Operation(null, new OperationBody.SetOptions(options))), actor);
}
