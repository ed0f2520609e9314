using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>What an issuer asks of those who hold his asset, and takes from them. Truthnet has no flags of trustlines.</summary>
static class FlagKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("ask holders for authorization", 1, step => Options(step, step.Pick<uint>(1, 2, 3), null)),
        new("ask holders for nothing", 1, step => Options(step, null, step.Pick<uint>(1, 2, 3))),
        new("authorize a trustline", 2, step => Flags(step, step.Take(actor => actor == step.World.Issuer), clear: step.Pick<uint>(0, 1, 2), set: step.Pick<uint>(0, 1, 2))),
        new("authorize another's asset", 1, step => Flags(step, step.Take(actor => actor != step.World.Issuer), clear: 0, set: 1)),
    ];

    static WalkRequest.Send? Options(WalkStep step, uint? set, uint? clear) => step.Take(actor => actor == step.World.Issuer) is { } issuer
        ? step.Send(step.Classic(issuer, new Operation(null, new OperationBody.SetOptions(new SetOptionsOp(null, clear, set, null, null, null, null, null, null)))), issuer)
        : null;

    static WalkRequest.Send? Flags(WalkStep step, WalkActor? issuer, uint clear, uint set) => issuer is null ? null : step.Send(
        step.Classic(issuer, new Operation(null, new OperationBody.SetTrustLineFlags(new SetTrustLineFlagsOp(step.Anybody().Id, step.World.Other, clear, set)))), issuer);
}
