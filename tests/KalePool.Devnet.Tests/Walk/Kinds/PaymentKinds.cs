using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Payments of XLM, KALE and another asset: enough, too much, to nobody, to oneself.</summary>
static class PaymentKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("pay XLM", 4, step => Pay(step, Assets.Native, step.Anybody())),
        new("pay KALE", 4, step => Pay(step, step.World.Kale, step.Anybody())),
        new("pay another asset", 3, step => Pay(step, step.World.Other, step.Anybody())),
        new("issue another asset", 2, step => step.Take(actor => actor == step.World.Issuer) is { } issuer ? Pay(step, step.World.Other, step.Anybody(), issuer) : null),
        new("pay back to the issuer", 1, step => Pay(step, step.World.Other, step.World.Issuer)),
        new("pay oneself", 1, step => step.Take() is { } actor ? Pay(step, step.Pick(Assets.Native, step.World.Kale), actor, actor) : null),
        new("pay a malformed amount", 1, Malformed),
        new("pay by several operations", 2, Several),
        new("pay from another account", 2, FromAnother),
        new("pay to a number", 1, Muxed),
    ];

    static WalkRequest.Send? Pay(WalkStep step, Asset asset, WalkActor to, WalkActor? payer = null)
    {
        if ((payer ?? step.Take()) is not { } from) return null;
        return step.Send(step.Classic(from, Operation(to.Source, asset, Amount(step, from, asset))), from);
    }

    /// <summary>Mostly little, sometimes all there is, sometimes one stroop more.</summary>
    static long Amount(WalkStep step, WalkActor from, Asset asset)
    {
        var has = asset is Asset.Native ? step.Available(from) - 100 : step.Now.Line(from, asset)?.Balance ?? 0;
        return step.Random.Next(8) switch
        {
            0 => Math.Max(1, has),
            1 => Math.Max(1, has) + 1,
            2 => Math.Max(1, has) + step.Random.Next(1, 200),
            3 => long.MaxValue - step.Random.Next(1_000),
            _ => step.Random.NextInt64(1, Math.Max(2, has / 20)),
        };
    }

    static WalkRequest.Send? Malformed(WalkStep step) => step.Take() is { } from
        ? step.Send(step.Classic(from, Operation(step.Anybody().Source, step.Pick(Assets.Native, step.World.Kale), step.Pick(0L, -1L, long.MinValue))), from)
        : null;

    static WalkRequest.Send? Several(WalkStep step)
    {
        if (step.Take() is not { } from) return null;
        var operations = Enumerable.Range(0, step.Random.Next(2, 6)).Select(_ =>
        {
            var asset = step.Pick(Assets.Native, Assets.Native, Assets.Native, step.World.Kale, step.World.Other);
            return Operation(step.Anybody().Source, asset, step.Chance(6) ? Amount(step, from, asset) : step.Random.Next(1, 1_000));
        });
        return step.Send(step.Classic(from, [.. operations]), from);
    }

    static WalkRequest.Send? FromAnother(WalkStep step)
    {
        if (step.Take() is not { } source) return null;
        var payer = step.Chance(5) ? step.Anybody() : step.Somebody(step.Exists, source);
        var operation = Operation(step.Anybody().Source, Assets.Native, step.Random.Next(1, 1_000_000)) with { SourceAccount = payer.Source };
        var tx = step.Classic(source, operation, Operation(step.Anybody().Source, Assets.Native, 5));
        return step.Chance(4) ? step.Send(tx, source) : step.Send(tx, source, payer);
    }

    static WalkRequest.Send? Muxed(WalkStep step)
    {
        if (step.Take() is not { } from) return null;
        var to = new MuxedAccount.MuxedEd25519(new MuxedAccountMed25519((ulong)step.Random.NextInt64(), step.Somebody(step.Exists, from).Key.PublicKey));
        Memo memo = step.Random.Next(3) switch
        {
            0 => Memos.None,
            1 => new Memo.Id((ulong)step.Random.NextInt64()),
            _ => new Memo.Text("walk"),
        };
        return step.Send(step.Classic(from, Operation(to, step.Pick(Assets.Native, step.World.Kale), step.Random.Next(1, 1_000))) with { Memo = memo }, from);
    }

    public static Operation Operation(MuxedAccount to, Asset asset, long amount) => new(null, new OperationBody.Payment(new PaymentOp(to, asset, amount)));
}
