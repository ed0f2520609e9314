using KalePool.Kale;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Faults.Strangers;

/// <summary>Strangers at the farm: they work and harvest for others and open blocks, as anybody may.</summary>
sealed class FarmStrangers(Chain chain, IReadOnlyList<Sender> senders, Sender opener)
{
    const long ResourceFee = 100_000;
    const uint Bid = 10_000;

    /// <summary>Older blocks are over for strangers too.</summary>
    const uint RecalledBlocks = 50;

    readonly HashSet<(Type Rule, string Farmer, uint Index)> _done = [];
    FaultsInForce? _of;

    public void Step(FarmView farm, FaultsInForce faults)
    {
        if (!faults.Any<StrangersRule>()) return;
        if (_of != faults) _done.Clear();
        _of = faults;
        _done.RemoveWhere(done => done.Index + RecalledBlocks < farm.Farm.Index);
        using var due = Due(farm, faults).GetEnumerator();
        foreach (var sender in senders.Where(sender => sender.IsFree(farm.State)))
        {
            if (!due.MoveNext()) return;
            sender.Send(farm.State, due.Current);
        }
    }

    /// <summary>A plant of 0 that opens the next block; null where none is to be opened in the ledger of this time.</summary>
    /// <param name="removed">The block that the homesteader has removed for it; null: none.</param>
    public TransactionEnvelope? Open(FarmView farm, ulong closeTime, uint? removed, FaultsInForce? faults)
    {
        if (farm.Farm is not { IsPaused: false, FarmBlock: { } block, Index: var index }) return null;
        var isOver = closeTime >= block.Timestamp + chain.Settings.BlockSeconds;
        var isRemoved = removed == index && farm.Running is null;
        if (!isRemoved && !(isOver && faults?.Act<OpenedAtOnce>($"block {index + 1}", _ => true) is not null)) return null;
        var resources = isOver ? KaleFootprints.Plant(farm.Now, opener.Address, index + 1, 0) : KaleFootprints.PlantWide(farm.Now, opener.Address, index, 0);
        return opener.Make(farm.State, Call(new KaleCall.Plant(opener.Address, 0), resources));
    }

    /// <summary>Each farmer and block once by each kind of rule: what was refused is not tried again.</summary>
    IEnumerable<Func<MuxedAccount, long, Transaction>> Due(FarmView farm, FaultsInForce faults)
    {
        foreach (var (farmer, index, pail) in farm.Pails())
        {
            var text = farmer.ToText();
            if (index == farm.Farm.Index && farm.Running is { } block && farm.State.Sequence >= pail.Sequence && Take<StrangersWork>(text, index, pail.Zeros, faults) is { } work)
            {
                var (hash, nonce) = Find(index, block.Entropy, farmer, work.Zeros);
                yield return Call(new KaleCall.Work(farmer, hash, nonce), KaleFootprints.Work(farm.Now, farmer, index));
            }
            if (index < farm.Farm.Index && pail.IsWorked && farm.Block(index) is not null && Take<StrangersHarvest>(text, index, null, faults) is not null)
            {
                yield return Call(new KaleCall.Harvest(farmer, index), KaleFootprints.Harvest(farm.Now, farmer, index));
            }
        }
    }

    T? Take<T>(string farmer, uint index, uint? zeros, FaultsInForce faults) where T : StrangersRule
    {
        if (_done.Contains((typeof(T), farmer, index))) return null;
        var rule = faults.Act<T>($"{farmer} in block {index}", rule => (rule.Farmers?.Contains(farmer) ?? true) && (rule is not StrangersWork work || zeros is null || zeros < work.Zeros));
        if (rule is not null) _done.Add((typeof(T), farmer, index));
        return rule;
    }

    static (Opaque Hash, ulong Nonce) Find(uint index, Opaque entropy, SCAddress farmer, uint zeros)
    {
        for (ulong nonce = 0; ; nonce++)
        {
            var hash = ProofOfWork.Hash(index, nonce, entropy, farmer);
            if (ProofOfWork.Zeros(hash) >= zeros) return (hash, nonce);
        }
    }

    Func<MuxedAccount, long, Transaction> Call(KaleCall call, SorobanResources resources) => (source, sequence) => TransactionFactory.Soroban(
        source, sequence, Bounds.None, Operations.Invoke(KaleInvocations.Operation(chain.Deployment, call)), KaleFootprints.TransactionData(resources, ResourceFee), Bid);
}
