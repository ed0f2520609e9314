using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Devnet.Server;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rivals;

/// <summary>
/// One farmer of devnet's: harvests what he can, plants a tenth of what he has into each block, works once a few ledgers after. He decides from the chain alone
/// and sends one transaction a ledger through the queue, like anybody.
/// </summary>
sealed class Rival(Chain chain, KeyPair key, int number)
{
    const long ResourceFee = 100_000;
    const uint InclusionBid = 200;
    const int StakeDivisor = 10;

    /// <summary>How many blocks back a rival looks for his pails after a restart.</summary>
    const uint RecalledBlocks = 20;

    /// <summary>Rivals work one after another, so that gaps differ.</summary>
    readonly uint _workAfterLedgers = 2 + (uint)(number % 8);
    readonly SCAddress _farmer = new SCAddress.Account(LedgerKeys.PublicKey(key.PublicKey));
    readonly HashSet<uint> _harvestable = [];
    bool _recalled;

    public void Step(LedgerState state, FarmState farm)
    {
        if (farm.FarmBlock is not { } running) return;
        if (!_recalled) Recall(state, farm);
        var boundary = running.Timestamp + chain.Settings.BlockSeconds;
        var over = state.CloseTime >= boundary;
        if (FirstHarvest(state, farm) is { } index)
        {
            Send(state, new KaleCall.Harvest(_farmer, index), KaleFootprints.Harvest(chain.Deployment, _farmer, index));
        }
        else if (over)
        {
            OpenNext(state, farm, boundary);
        }
        else
        {
            PlantOrWork(state, farm);
        }
    }

    /// <summary>After a restart only the chain knows where he has pails.</summary>
    void Recall(LedgerState state, FarmState farm)
    {
        _recalled = true;
        for (var index = farm.Index - Math.Min(farm.Index, RecalledBlocks); index <= farm.Index; index++)
        {
            if (Pail(state, index) is { IsWorked: true }) _harvestable.Add(index);
        }
    }

    /// <summary>The oldest block before the present one in which there is a worked pail of his.</summary>
    uint? FirstHarvest(LedgerState state, FarmState farm)
    {
        foreach (var index in _harvestable.Where(index => index < farm.Index).Order().ToList())
        {
            if (Pail(state, index) is { IsWorked: true }) return index;
            _harvestable.Remove(index);
        }
        return null;
    }

    /// <summary>Nobody has planted for a while after the boundary: the rivals take turns at it, a second apart.</summary>
    void OpenNext(LedgerState state, FarmState farm, ulong boundary)
    {
        if (state.CloseTime < boundary + (ulong)chain.Settings.Rivals.OpenAfterSeconds + (ulong)number) return;
        Plant(state, farm.Index + 1);
    }

    void PlantOrWork(LedgerState state, FarmState farm)
    {
        if (Block(state, farm.Index) is not { } block) return;
        if (Pail(state, farm.Index) is not { } pail)
        {
            Plant(state, farm.Index);
        }
        else if (!pail.IsWorked && state.Sequence >= pail.Sequence + _workAfterLedgers)
        {
            _harvestable.Add(farm.Index);
            Work(state, farm.Index, block);
        }
    }

    void Plant(LedgerState state, uint index)
    {
        var line = state.FindTrustline(LedgerKeys.PublicKey(key.PublicKey), chain.Deployment.Asset);
        Int128 stake = (line?.Balance ?? 0) / StakeDivisor;
        Send(state, new KaleCall.Plant(_farmer, stake), KaleFootprints.Plant(chain.Deployment, _farmer, index, stake));
    }

    void Work(LedgerState state, uint index, KaleBlock block)
    {
        var (hash, nonce) = Best(index, block.Entropy);
        Send(state, new KaleCall.Work(_farmer, hash, nonce), KaleFootprints.Work(chain.Deployment, _farmer, index));
    }

    /// <summary>The best of a few hundred nonces: two or three zeros.</summary>
    (Opaque Hash, ulong Nonce) Best(uint index, Opaque entropy)
    {
        var best = (Hash: ProofOfWork.Hash(index, 0, entropy, _farmer), Nonce: 0UL);
        for (ulong nonce = 1; nonce < (ulong)chain.Settings.Rivals.HashesPerBlock; nonce++)
        {
            var hash = ProofOfWork.Hash(index, nonce, entropy, _farmer);
            if (hash < best.Hash) best = (hash, nonce);
        }
        return best;
    }

    /// <summary>What the queue does not take is tried again after the next ledger, if it is still due then.</summary>
    QueueStatus Send(LedgerState state, KaleCall call, SorobanResources resources)
    {
        var account = state.FindAccount(LedgerKeys.PublicKey(key.PublicKey))!;
        var operation = new Operation(null, new OperationBody.InvokeHostFunction(KaleInvocations.Operation(chain.Deployment, call)));
        var data = KaleFootprints.TransactionData(resources, ResourceFee);
        var tx = new Transaction(
            new MuxedAccount.Ed25519(key.PublicKey), (uint)ResourceFee + InclusionBid, account.SeqNum + 1, new Preconditions.None(), new Memo.None(), [operation], new TransactionExt.V1(data));
        return chain.Submit(Signing.Sign(tx, chain.Network, key)).Status;
    }

    KaleBlock? Block(LedgerState state, uint index) => Live(state, KaleKeys.Block(chain.Deployment.ContractId, index)) is { } entry ? KaleCodec.DecodeBlock(entry) : null;

    KalePail? Pail(LedgerState state, uint index) => Live(state, KaleKeys.Pail(chain.Deployment.ContractId, _farmer, index)) is { } entry ? KaleCodec.DecodePail(entry) : null;

    static LedgerEntryData? Live(LedgerState state, LedgerKey ledgerKey) => state.Find(ledgerKey) is { } found && found.IsLiveIn(state.Sequence) ? found.Entry.Data : null;
}
