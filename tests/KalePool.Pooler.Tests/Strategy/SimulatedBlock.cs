using KalePool.Hashing;
using KalePool.Pooler.Work;

namespace KalePool.Pooler.Tests.Strategy;

/// <summary>The pool's part of one block: who is hashed for by <see cref="HashOrder"/>, who is submitted for by <see cref="SubmissionPlan"/>, ledger by ledger.</summary>
sealed class SimulatedBlock
{
    public const double LedgerSeconds = 5;
    public const uint Ledgers = 60;

    /// <summary>A plant is sent when the block is seen and is in the next but one ledger.</summary>
    const uint PlantedIn = 2;

    const int Batch = 90;

    const int LeastTurns = 1200;
    const int TurnsEach = 30;

    static readonly Found[] Hashes = [.. Enumerable.Range(0, Digest.HexDigits).Select(zeros => Wallets.Hash(zeros))];
    static readonly DateTimeOffset Opened = DateTimeOffset.UnixEpoch.AddDays(20_000);
    static readonly TimeSpan Ledger = TimeSpan.FromSeconds(LedgerSeconds);
    static readonly RoundTimes Times = RoundTimes.Of(Opened, Ledgers * Ledger, 0.94 * Ledgers * Ledger, Ledger);

    readonly SimulatedFarm _farm;
    readonly PoolStrategy _strategy;
    readonly double _rate;
    readonly FarmerRound[] _farmers;
    readonly HashLuck[] _luck;
    readonly double[] _hashes;
    readonly HashOrder _order;
    readonly double _piece;
    double _spent;
    int _turn;

    public SimulatedBlock(SimulatedFarm farm, PoolStrategy strategy, double rate, int farmers, long stake, Random random)
    {
        (_farm, _strategy, _rate) = (farm, strategy, rate);
        // A real turn is 2^18 hashes; here it is longer, so that the simulation is quick.
        _piece = Math.Max(SearchKernel.Block, rate * Ledgers * LedgerSeconds / Math.Max(LeastTurns, TurnsEach * farmers));
        _order = strategy.Order(farm.Block.MaxZeros, _piece);
        _farmers = [.. Enumerable.Range(0, farmers).Select(number => new FarmerRound(Guid.Empty, $"{number:000}"))];
        (_luck, _hashes) = ([.. _farmers.Select(_ => new HashLuck(random))], new double[farmers]);
        foreach (var farmer in _farmers) _order.Add(farmer.Wallet);
        var seen = random.NextDouble() * LedgerSeconds;
        _spent = rate * (strategy.IsAfterPlants ? PlantedIn * LedgerSeconds : seen);
        Stake = stake;
    }

    long Stake { get; }

    /// <summary>The part of the block in which nothing was hashed because nothing could be gained.</summary>
    public double Idle { get; private set; }

    /// <summary>What happens between two ledgers, and what is in the second one.</summary>
    public void Step(uint ledger)
    {
        if (ledger == PlantedIn) Plant(ledger);
        Hash(ledger * LedgerSeconds);
        foreach (var (number, zeros) in Submitted(ledger))
        {
            _farm.Work(number, ledger + 1, (uint)zeros);
            _farmers[number] = _farmers[number] with { Pail = _farm.PailOf(number), Sent = _farmers[number].Best };
        }
    }

    void Plant(uint ledger)
    {
        for (var number = 0; number < _farmers.Length; number++)
        {
            _farm.Plant(number, ledger, Stake);
            _farmers[number] = _farmers[number] with { Pail = _farm.PailOf(number) };
        }
    }

    /// <summary>Hashes until that second of the block.</summary>
    void Hash(double second)
    {
        var budget = _rate * second;
        if (_strategy.IsEqual) HashEqually(budget);
        while (_spent < budget && _order.Take() is { } turn) Hashed(int.Parse(turn.Wallet, null), turn.Count);
        if (_spent < budget) Rest(budget - _spent);
    }

    void HashEqually(double budget)
    {
        for (; _spent < budget; _turn = (_turn + 1) % _farmers.Length) Hashed(_turn, _piece);
    }

    void Rest(double hashes)
    {
        Idle += hashes / (_rate * Ledgers * LedgerSeconds);
        _spent += hashes;
    }

    void Hashed(int number, double hashes)
    {
        _spent += hashes;
        _hashes[number] += hashes;
        var zeros = _luck[number].ZerosAfter(_hashes[number]);
        if (zeros <= (_farmers[number].Best?.Zeros ?? -1)) return;
        _farmers[number] = _farmers[number] with { Best = Hashes[zeros] };
        _order.Raise(_farmers[number].Wallet, zeros);
    }

    /// <summary>Everything that the plan lets go between this ledger and the next.</summary>
    List<(int Number, int Zeros)> Submitted(uint ledger)
    {
        var going = new List<(int, int)>();
        var maxGap = _strategy.IsLate ? uint.MaxValue : _farm.Block.MaxGap;
        while (SubmissionPlan.Next(Input(ledger, maxGap)) is { Count: > 0 } farmers)
            foreach (var farmer in farmers)
            {
                var number = int.Parse(farmer.Wallet, null);
                going.Add((number, farmer.Best!.Value.Zeros));
                _farmers[number] = farmer with { IsUnderWay = true };
            }
        foreach (var (number, _) in going) _farmers[number] = _farmers[number] with { IsUnderWay = false };
        return going;
    }

    SubmissionPlan.Input Input(uint ledger, uint maxGap) => new(
        Opened + ledger * Ledger, Times, 2 * Ledger, ledger, maxGap, _strategy.EnoughZeros(_farm.Block.MaxZeros), _farmers.Length, _farmers, 1, Batch);
}
