using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>The acts of one ledger in the making: what there is, who is still free to act, and the dice.</summary>
sealed class WalkStep(WalkWorld world, WalkSnapshot now, Random random, WalkMemory memory)
{
    readonly List<WalkActor> _free = [.. world.Actors.Where(actor => now.Account(actor) is not null).OrderBy(_ => random.Next())];
    readonly List<WalkActor> _taken = [];

    public WalkWorld World { get; } = world;

    public WalkSnapshot Now { get; } = now;

    public Random Random { get; } = random;

    public WalkMemory Memory { get; } = memory;

    public uint Index => Now.Farm.Index;

    /// <summary>Somebody who has done nothing in this ledger, for a transaction of his own.</summary>
    public WalkActor? Take(Func<WalkActor, bool>? fits = null)
    {
        var at = _free.FindIndex(actor => fits?.Invoke(actor) ?? true);
        if (at < 0) return null;
        var actor = _free[at];
        _free.RemoveAt(at);
        _taken.Add(actor);
        return actor;
    }

    /// <summary>Gives back everybody taken since the last act was made.</summary>
    public void GiveBack()
    {
        _free.AddRange(_taken);
        _taken.Clear();
    }

    public void Keep() => _taken.Clear();

    /// <summary>Anybody, whether there or not, free or not.</summary>
    public WalkActor Anybody() => World.Actors[Random.Next(World.Actors.Count)];

    public WalkActor Somebody(Func<WalkActor, bool> fits, WalkActor otherwise) => World.Actors.Where(fits).OrderBy(_ => Random.Next()).FirstOrDefault() ?? otherwise;

    public bool Exists(WalkActor actor) => Now.Account(actor) is not null;

    public bool Chance(int oneIn) => Random.Next(oneIn) == 0;

    public T Pick<T>(params ReadOnlySpan<T> of) => of[Random.Next(of.Length)];

    public long Next(WalkActor actor) => Now.Account(actor)!.SeqNum + 1;

    /// <summary>Stroops that an account can spend.</summary>
    public long Available(WalkActor actor) => Now.Account(actor) is { } account ? account.AvailableBalance(WalkWorld.BaseReserve) : 0;

    public long KaleOf(WalkActor actor) => Now.Line(actor, World.Kale)?.Balance ?? 0;

    public KalePail? Pail(WalkActor actor, uint index) => Now.Pail(World, actor, index);

    /// <summary>Whether the next ledger is likely to close past the block's end.</summary>
    public bool IsOver => Now.Farm.FarmBlock is { } block && Now.CloseTime + 1 >= block.Timestamp + World.BlockSeconds;

    /// <summary>The block in which a plant lands in the next ledger.</summary>
    public uint PlantIndex => IsOver ? Index + 1 : Index;

    public Transaction Classic(WalkActor source, params Operation[] operations) => Classic(source, new Preconditions.None(), operations);

    public Transaction Classic(WalkActor source, Preconditions preconditions, params Operation[] operations) => new(
        source.Source, (uint)(Pick(100, 100, 150, 1_000) * operations.Length), Next(source), preconditions, Memos.None, operations.ToXdrArray(), new TransactionExt.V0());

    /// <summary>Signed by whoever has to and can.</summary>
    public WalkRequest.Send Send(Transaction tx, params WalkActor[] signers)
    {
        var keys = signers.SelectMany(SignersOf).DistinctBy(key => key.PublicKey).ToArray();
        return SendAs(tx, keys);
    }

    public WalkRequest.Send SendAs(Transaction tx, params KeyPair[] keys) => Send(tx.Sign(World.Network, keys));

    public WalkRequest.Send Send(TransactionEnvelope envelope)
    {
        Memory.Add(envelope);
        return new WalkRequest.Send(envelope);
    }

    /// <summary>The master key, and as many others as the highest threshold asks for.</summary>
    public IEnumerable<KeyPair> SignersOf(WalkActor actor)
    {
        if (Now.Account(actor) is not { } account)
        {
            yield return actor.Key;
            yield break;
        }
        var weight = (int)account.Thresholds.Span[0];
        var needed = account.Thresholds.Span[1..].ToArray().Max();
        if (weight > 0) yield return actor.Key;
        foreach (var signer in account.Signers)
        {
            if (weight >= Math.Max((int)needed, 1)) yield break;
            if (signer.Key is not SignerKey.Ed25519 key || World.Find(key.Value) is not { } other) continue;
            weight += (int)signer.Weight;
            yield return other.Key;
        }
    }
}
