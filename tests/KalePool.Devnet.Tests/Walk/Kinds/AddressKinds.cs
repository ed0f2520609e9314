using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk.Kinds;

/// <summary>Plants that another pays for: the farmer signs inside, by either kind of credentials.</summary>
static class AddressKinds
{
    public static IEnumerable<WalkKind> All =>
    [
        new("plant for another to pay", 3, step => Plant(step, upgraded: false)),
        new("plant for another to pay, upgraded", 3, step => Plant(step, upgraded: true)),
        new("plant with a wrong signature inside", 1, step => Plant(step, step.Chance(2), sign: Wrong(step))),
        new("plant unsigned inside", 1, step => Plant(step, step.Chance(2), sign: (_, entry, _) => entry)),
        new("plant with an expired signature", 1, step => Plant(step, step.Chance(2), expiration: step.Now.Ledger - 1)),
        new("plant with a signature that lasts too long", 1, step => Plant(step, step.Chance(2), expiration: step.Now.Ledger + 3_200_000)),
        new("plant with a used nonce", 1, Used),
        new("plant with a nonce outside of the footprint", 1, step => Plant(step, step.Chance(2), leaveOutNonce: true)),
        new("plant for another who authorized something else", 1, step => Plant(step, step.Chance(2), authorized: 2)),
    ];

    static WalkRequest.Send? Used(WalkStep step)
    {
        var used = step.Memory.Nonces.Where(nonce => step.Exists(nonce.Actor)).ToList();
        if (used.Count == 0) return null;
        var (actor, nonce) = used[step.Random.Next(used.Count)];
        return Plant(step, step.Chance(2), farmer: actor, nonce: nonce);
    }

    static Func<WalkActor, SorobanAuthorizationEntry, uint, SorobanAuthorizationEntry> Wrong(WalkStep step) =>
        (_, entry, expiration) => SorobanAuth.Sign(entry, step.World.Network, expiration, step.Anybody().Key);

    static WalkRequest.Send? Plant(
        WalkStep step, bool upgraded, WalkActor? farmer = null, long? nonce = null, uint? expiration = null, bool leaveOutNonce = false, Int128? authorized = null,
        Func<WalkActor, SorobanAuthorizationEntry, uint, SorobanAuthorizationEntry>? sign = null)
    {
        farmer ??= step.Somebody(actor => step.Exists(actor) && step.Pail(actor, step.PlantIndex) is null && step.KaleOf(actor) > 0, step.World.Issuer);
        if (step.Take(actor => actor != farmer) is not { } payer) return null;
        var stake = step.Random.Next(2);
        var call = new KaleCall.Plant(farmer.Address, stake);
        var until = expiration ?? step.Now.Ledger + (uint)step.Random.Next(1, 100);
        var own = nonce ?? step.Random.NextInt64();
        var credentials = new SorobanAddressCredentials(farmer.Address, own, until, SCVals.Void);
        var entry = new SorobanAuthorizationEntry(
            upgraded ? new SorobanCredentials.AddressV2(credentials) : new SorobanCredentials.Address(credentials),
            KaleInvocations.Authorized(step.World.Farm, call with { Amount = authorized ?? stake }));
        entry = sign?.Invoke(farmer, entry, until) ?? SorobanAuth.Sign(entry, step.World.Network, until, Signers(step, farmer));
        var operation = new InvokeHostFunctionOp(new HostFunction.InvokeContract(KaleInvocations.Invocation(step.World.Farm, call)), [entry]);
        if (nonce is null) step.Memory.Add(farmer, own);
        return step.Send(step.Invoke(payer, operation, Resources(step, farmer, stake, leaveOutNonce ? null : own)), payer);
    }

    static KeyPair[] Signers(WalkStep step, WalkActor farmer)
    {
        KeyPair[] signers = [.. step.SignersOf(farmer)];
        return signers.Length > 0 ? signers : [farmer.Key];
    }

    static SorobanResources Resources(WalkStep step, WalkActor farmer, Int128 stake, long? nonce)
    {
        var plain = step.PlantResources(farmer, stake);
        LedgerKey[] used = nonce is { } own
            ? [new LedgerKey.ContractData(new LedgerKeyContractData(farmer.Address, new SCVal.LedgerKeyNonce(new SCNonceKey(own)), ContractDataDurability.Temporary))]
            : [];
        return plain with
        {
            Footprint = new LedgerFootprint([.. plain.Footprint.ReadOnly, LedgerKeys.Account(farmer.Id)], [.. plain.Footprint.ReadWrite, .. used]),
            Instructions = 4_000_000,
            DiskReadBytes = 3_000,
            WriteBytes = plain.WriteBytes + 200,
        };
    }
}
