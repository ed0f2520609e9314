using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Accounts come and go.</summary>
static class AccountKinds
{
    const long Xlm = 10_000_000;

    public static IEnumerable<WalkKind> All =>
    [
        new("create an account", 5, Create),
        new("create what cannot be", 1, Impossible),
        new("merge an account", 1, Merge),
    ];

    static WalkRequest.Send? Create(WalkStep step)
    {
        var missing = step.World.Actors.Where(actor => !step.Exists(actor)).ToArray();
        if (missing.Length == 0) return null;
        if (step.Take(actor => step.Available(actor) > 120 * Xlm) is not { } payer) return null;
        return step.Send(step.Classic(payer, Operations.CreateAccount(missing[step.Random.Next(missing.Length)].Id, step.Random.Next(20, 100) * Xlm)), payer);
    }

    static WalkRequest.Send? Impossible(WalkStep step)
    {
        if (step.Take() is not { } payer) return null;
        var somebody = step.Anybody();
        var balance = step.Pick(0, 9_999_999, 10_000_000, step.Available(payer) - 100, step.Available(payer) + 1, -1);
        return step.Send(step.Classic(payer, new Operation(null, new OperationBody.CreateAccount(new CreateAccountOp(somebody.Id, balance)))), payer);
    }

    static WalkRequest.Send? Merge(WalkStep step)
    {
        // The issuer stays, and so do those who have most: somebody must be able to go on.
        if (step.Take(actor => actor != step.World.Issuer && step.Available(actor) < 500 * Xlm && (step.Chance(4) || step.Now.Account(actor)!.NumSubEntries == 0)) is not { } actor) return null;
        var heir = step.Chance(4) ? step.Anybody() : step.Somebody(step.Exists, actor);
        return step.Send(step.Classic(actor, Operations.AccountMerge(heir.Source)), actor);
    }
}
