using System.Security.Cryptography;
using KalePool.Contracts.Poolers;
using KalePool.Devnet.Ledger;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Tests.OnDevnet;

/// <summary>What a backend does on the chain, in its simplest form: plants 0 and harvests, one transaction a farmer at a time.</summary>
sealed class Farm(KalePool.Devnet.Chain chain, IReadOnlyList<KeyPair> farmers)
{
    const long ResourceFee = 200_000;

    readonly Dictionary<(KeyPair, uint), string> _plants = [];

    public static Guid IdOf(KeyPair farmer) => new(farmer.PublicKey.Span[..16]);

    public KalePail? PailOf(KeyPair farmer, uint index) =>
        Live(KaleKeys.Pail(chain.Deployment.ContractId, AddressOf(farmer), index)) is { } entry ? KaleCodec.DecodePail(entry) : null;

    public long SequenceOf(KeyPair account) => chain.View.State.FindAccount(KeyOf(account))!.SeqNum;

    /// <summary>Stroops of XLM; null where there is no such account.</summary>
    public long? BalanceOf(KeyPair account) => chain.View.State.FindAccount(KeyOf(account))?.Balance;

    /// <summary>Stroops of KALE; null without a trustline.</summary>
    public long? KaleOf(KeyPair account) =>
        (chain.View.State.Find(KaleKeys.TrustLine(KeyOf(account), chain.Deployment.TrustLineAsset))?.Entry.Data as LedgerEntryData.Trustline)?.Value.Balance;

    /// <summary>The ledger that is closed last.</summary>
    public uint Ledger => chain.View.State.Sequence;

    /// <summary>When a block was opened.</summary>
    public DateTimeOffset OpenedOf(uint index) => DateTimeOffset.FromUnixTimeSeconds((long)KaleCodec.DecodeBlock(Live(KaleKeys.Block(chain.Deployment.ContractId, index))!).Timestamp);

    /// <summary>Somebody's work for a farmer.</summary>
    public void Work(KeyPair source, KeyPair farmer, uint index, ulong nonce, Opaque hash) =>
        Invoke(source, new KaleCall.Work(AddressOf(farmer), hash, nonce), KaleFootprints.Work(chain.Deployment, AddressOf(farmer), index));

    /// <summary>A hash for a farmer with so many zeros at least.</summary>
    public (ulong Nonce, Opaque Hash) Find(KeyPair farmer, uint index, int zeros)
    {
        var block = KaleCodec.DecodeBlock(Live(KaleKeys.Block(chain.Deployment.ContractId, index))!);
        for (ulong nonce = 0; ; nonce++)
        {
            var hash = ProofOfWork.Hash(index, nonce, block.Entropy, AddressOf(farmer));
            if (ProofOfWork.Zeros(hash) >= zeros) return (nonce, hash);
        }
    }

    public PlantResponse Plant(uint index)
    {
        var planted = new List<PlantedFarmer>();
        var pending = new List<PendingPlant>();
        foreach (var farmer in farmers)
        {
            if (PailOf(farmer, index) is not null) planted.Add(Planted(farmer, index));
            else
            {
                pending.Add(new(IdOf(farmer)));
                Invoke(farmer, new KaleCall.Plant(AddressOf(farmer), 0), KaleFootprints.Plant(chain.Deployment, AddressOf(farmer), index, 0));
            }
        }
        return new(true, planted, [], pending, new(farmers.Count, planted.Count, 0, pending.Count, 0));
    }

    public HarvestResponse Harvest(IReadOnlyList<HarvestBlock> blocks)
    {
        var (done, pending) = (new List<HarvestResult>(), new List<PendingHarvest>());
        foreach (var block in blocks)
            foreach (var farmer in farmers.Where(farmer => block.FarmerIds.Contains(IdOf(farmer))))
            {
                if (PailOf(farmer, block.BlockIndex) is null) done.Add(new(block.BlockIndex, IdOf(farmer), 0, ""));
                else
                {
                    pending.Add(new(block.BlockIndex, IdOf(farmer)));
                    Invoke(farmer, new KaleCall.Harvest(AddressOf(farmer), block.BlockIndex), KaleFootprints.Harvest(chain.Deployment, AddressOf(farmer), block.BlockIndex));
                }
            }
        return new(true, done, [], pending, 0);
    }

    public PlantedFarmer Planted(KeyPair farmer, uint index) => new(IdOf(farmer), farmer.Address, 0, _plants.GetValueOrDefault((farmer, index), ""));

    public void Trust(KeyPair farmer)
    {
        var asset = ((Asset.CreditAlphanum4)chain.Deployment.Asset).Value;
        Submit(farmer, new OperationBody.ChangeTrust(new ChangeTrustOp(new ChangeTrustAsset.CreditAlphanum4(asset), long.MaxValue)), new TransactionExt.V0(), 100);
    }

    void Invoke(KeyPair source, KaleCall call, SorobanResources resources) => Submit(
        source, new OperationBody.InvokeHostFunction(KaleInvocations.Operation(chain.Deployment, call)),
        new TransactionExt.V1(KaleFootprints.TransactionData(resources, ResourceFee)), (uint)ResourceFee + 100);

    /// <summary>Opens all farmers' accounts in one ledger.</summary>
    public void Open(KeyPair payer)
    {
        foreach (var some in farmers.Chunk(100))
            Submit(payer, [.. some.Select(farmer => new OperationBody.CreateAccount(new CreateAccountOp(KeyOf(farmer), 50_0000000)))], new TransactionExt.V0(), 10_000);
    }

    void Submit(KeyPair source, OperationBody body, TransactionExt ext, uint fee) => Submit(source, [body], ext, fee);

    void Submit(KeyPair source, OperationBody[] bodies, TransactionExt ext, uint fee)
    {
        var tx = new Transaction(
            new MuxedAccount.Ed25519(source.PublicKey), fee, SequenceOf(source) + 1, new Preconditions.None(), new Memo.None(), [.. bodies.Select(body => new Operation(null, body))], ext);
        var hash = SHA256.HashData(new TransactionSignaturePayload(chain.Network.Id, new TransactionSignaturePayloadTaggedTransaction.Tx(tx)).ToXdr());
        chain.Submit(new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [new DecoratedSignature(source.PublicKey.Span[^4..].ToArray(), source.Sign(hash))])));
    }

    static SCAddress AddressOf(KeyPair key) => KaleAddresses.Account(key.PublicKey);

    static PublicKey.PublicKeyTypeEd25519 KeyOf(KeyPair key) => new PublicKey.PublicKeyTypeEd25519(key.PublicKey);

    LedgerEntryData? Live(LedgerKey key) => chain.View.State.Find(key) is { } found && found.IsLiveIn(chain.View.State.Sequence) ? found.Entry.Data : null;
}
