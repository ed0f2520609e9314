using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Tests.Strategy;

/// <summary>The simulation's books are the contract's: the same plants and works, through <see cref="KaleContract"/> with real hashes, give the same ranges and rewards.</summary>
public sealed class SimulatedFarmSpec
{
    const int Farmers = 6;
    const int Ledgers = 60;
    const ulong Genesis = 1_000_000_000;

    [Fact]
    public void Rewards_and_ranges_are_the_contracts()
    {
        var (random, simulated, chain) = (new Random(7), new SimulatedFarm(), new Chain());
        uint ledger = 1_000;
        for (var block = 0; block < 5; block++)
        {
            var opened = ledger;
            var expected = new Dictionary<int, long>();
            for (; ledger < opened + Ledgers; ledger++)
            {
                var (farmer, inBlock) = (random.Next(Farmers), ledger - opened);
                var now = new LedgerMoment(ledger, Genesis + ledger * 5UL);
                if (simulated.PailOf(farmer) is null || inBlock == 0)
                {
                    var stake = random.NextInt64(0, 1_000_0000000);
                    chain.Do(now, new KaleCall.Plant(Chain.AddressOf(farmer), stake));
                    if (inBlock == 0 && block > 0)
                    {
                        expected = chain.HarvestAll(now);
                        Assert.Equal(expected.OrderBy(pair => pair.Key), simulated.Roll().OrderBy(pair => pair.Key));
                    }
                    simulated.Plant(farmer, inBlock, stake);
                }
                else if (chain.Find(farmer, random.Next(2)) is var (nonce, hash))
                    Assert.Equal(chain.Do(now, new KaleCall.Work(Chain.AddressOf(farmer), hash, nonce)), simulated.Work(farmer, inBlock, ProofOfWork.Zeros(hash)));
                AssertSame(chain.Block, simulated.Block);
            }
            Assert.True(block == 0 || expected.Values.Max() > 0);
        }
    }

    static void AssertSame(KaleBlock real, KaleBlock simulated)
    {
        Assert.Equal((real.MinGap, real.MinStake, real.MinZeros, real.MaxGap, real.MaxStake, real.MaxZeros), (simulated.MinGap, simulated.MinStake, simulated.MinZeros, simulated.MaxGap, simulated.MaxStake, simulated.MaxZeros));
        Assert.Equal((real.StakedTotal, real.NormalizedTotal), (simulated.StakedTotal, simulated.NormalizedTotal));
    }

    /// <summary>The contract's state in memory.</summary>
    sealed class Chain : IKaleView
    {
        readonly Dictionary<uint, KaleBlock> _blocks = [];
        readonly Dictionary<(SCAddress, uint), KalePail> _pails = [];

        // One before the simulation's first block, since the first plant rolls.
        public FarmState Farm { get; private set; } = new(AddressOf(99), AddressOf(98), KaleBlock.Fresh(0), new SimulatedFarm().Index - 1, null);

        public KaleBlock Block => _blocks[Farm.Index];

        public static SCAddress AddressOf(int farmer) => KaleAddresses.Parse(Wallets.Of($"farmer {farmer}").Address);

        KaleBlock? IKaleView.Block(uint index) => _blocks.GetValueOrDefault(index);

        public KalePail? Pail(SCAddress farmer, uint index) => _pails.GetValueOrDefault((farmer, index));

        public bool Do(LedgerMoment now, KaleCall call)
        {
            if (KaleContract.Execute(this, now, call, new KaleRules()) is not KaleOutcome.Done { Changes: var changes }) return false;
            Farm = changes.Farm ?? Farm;
            if (changes.Block is { } block) _blocks[block.Index] = block.Value!;
            if (changes.Pail is { Value: { } pail } put) _pails[(put.Farmer, put.Index)] = pail;
            return true;
        }

        /// <summary>What everybody gets for the block before the open one.</summary>
        public Dictionary<int, long> HarvestAll(LedgerMoment now) => Enumerable.Range(0, Farmers)
            .Select(farmer => (farmer, Outcome: KaleContract.Execute(this, now, new KaleCall.Harvest(AddressOf(farmer), Farm.Index - 1), new KaleRules())))
            .Where(each => each.Outcome is KaleOutcome.Done)
            .ToDictionary(each => each.farmer, each => (long)((SCVal.I128)((KaleOutcome.Done)each.Outcome).ReturnValue).Value.ToInt128());

        public (ulong Nonce, Opaque Hash) Find(int farmer, int zeros)
        {
            for (ulong nonce = 0; ; nonce++)
            {
                var hash = ProofOfWork.Hash(Farm.Index, nonce, Block.Entropy, AddressOf(farmer));
                if (ProofOfWork.Zeros(hash) >= zeros) return (nonce, hash);
            }
        }
    }
}
