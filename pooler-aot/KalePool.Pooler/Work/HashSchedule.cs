using System.Security.Cryptography;
using KalePool.Hashing;

namespace KalePool.Pooler.Work;

/// <summary>
/// Decides whom each thread hashes for next: always the farmer with the fewest zeros, since a reward is linear in zeros and each costs 16 times the one
/// before; among equals the one with the fewest hashes. A farmer is done at the block's most zeros, beyond which nothing is gained, or at the cap.
/// </summary>
/// <remarks>Shared by the hashing threads and the loop of the round: every member may be called by any thread.</remarks>
sealed class HashSchedule(ulong? nonceCap = null, ulong pieceLength = HashSchedule.DefaultPiece)
{
    /// <summary>A kernel's block: 10 to 70 ms, that long a change takes to be noticed.</summary>
    public const ulong DefaultPiece = SearchKernel.Block;

    const uint BlocksCounted = 4;

    readonly Lock _lock = new();
    readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    uint _block;
    ReadOnlyMemory<byte> _entropy;
    int _enoughZeros;
    readonly Dictionary<uint, long> _hashes = [];

    /// <summary>Called outside any lock, on a hashing thread, for each hash better than the farmer's best so far: block, wallet, hash.</summary>
    public event Action<uint, string, Found>? Improved;

    /// <summary>Called when there may be something to take again.</summary>
    public event Action? Changed;

    /// <summary>Hashes made for a block, the present one or one of the last few.</summary>
    public long HashesOf(uint block)
    {
        lock (_lock) return _hashes.GetValueOrDefault(block);
    }

    /// <summary>Forgets the block before and begins with this one.</summary>
    /// <param name="entropy">32 bytes.</param>
    /// <param name="maxZeros">The block's upper bound of zeros.</param>
    public void Begin(uint block, ReadOnlyMemory<byte> entropy, uint maxZeros, IEnumerable<HashTarget> targets)
    {
        lock (_lock)
        {
            _block = block;
            _entropy = entropy;
            _enoughZeros = (int)Math.Min(maxZeros, Digest.HexDigits);
            _lanes.Clear();
            foreach (var old in _hashes.Keys.Where(old => old + BlocksCounted < block).ToArray()) _hashes.Remove(old);
            AddMissing(targets);
        }
        Changed?.Invoke();
    }

    /// <summary>Hashes for exactly these from now on, if the block is still the present one; what was found for those who stay is kept.</summary>
    public void SetTargets(uint block, IReadOnlyList<HashTarget> targets)
    {
        lock (_lock)
        {
            if (block != _block) return;
            var kept = targets.Select(target => target.Wallet).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in _lanes.Keys.Where(wallet => !kept.Contains(wallet)).ToArray()) _lanes.Remove(gone);
            AddMissing(targets);
        }
        Changed?.Invoke();
    }

    /// <summary>The best hash of a farmer in a block; null when none is known, or when another block has begun.</summary>
    public Found? BestOf(uint block, string wallet)
    {
        lock (_lock) return block == _block ? _lanes.GetValueOrDefault(wallet)?.Best : null;
    }

    /// <summary>Null when there is nothing to do.</summary>
    /// <param name="isFirstOnly">Only for those who have no hash at all.</param>
    public HashPiece? Take(bool isFirstOnly = false)
    {
        lock (_lock)
        {
            Lane? next = null;
            foreach (var lane in _lanes.Values)
                if (!IsDone(lane) && !(isFirstOnly && lane.Best is not null) && (next is null || (lane.Zeros, lane.Taken).CompareTo((next.Zeros, next.Taken)) < 0)) next = lane;
            if (next is null) return null;
            var count = Math.Min(pieceLength, (nonceCap ?? ulong.MaxValue) - next.Taken);
            var piece = new HashPiece(_block, next.Wallet, next.Template, new NonceRange(next.Start + next.Taken, count), next.Zeros);
            next.Taken += count;
            return piece;
        }
    }

    /// <summary>Counts hashes made, and takes a result if it is for the present block and better than what is there.</summary>
    public void Report(HashPiece piece, ulong tried, Found? found)
    {
        lock (_lock)
        {
            _hashes[piece.BlockIndex] = _hashes.GetValueOrDefault(piece.BlockIndex) + (long)tried;
            if (piece.BlockIndex != _block || found is not { } better || !_lanes.TryGetValue(piece.Wallet, out var lane) || better.Zeros <= lane.Zeros) return;
            lane.Best = better;
        }
        Improved?.Invoke(piece.BlockIndex, piece.Wallet, found.Value);
    }

    bool IsDone(Lane lane) => (lane.Best is not null && lane.Zeros >= _enoughZeros) || lane.Taken >= nonceCap;

    void AddMissing(IEnumerable<HashTarget> targets)
    {
        foreach (var target in targets)
            if (!_lanes.ContainsKey(target.Wallet))
                _lanes.Add(target.Wallet, new(target.Wallet, SearchTemplate.Create(_block, _entropy.Span, target.Key.Span), RandomStart()) { Best = target.Known });
    }

    /// <summary>A restarted pooler, or a second one for the same farmer, does not try the same nonces again.</summary>
    static ulong RandomStart() => (ulong)RandomNumberGenerator.GetInt32(int.MaxValue) << 32;

    sealed class Lane(string wallet, SearchTemplate template, ulong start)
    {
        public string Wallet { get; } = wallet;

        public SearchTemplate Template { get; } = template;

        public ulong Start { get; } = start;

        public ulong Taken { get; set; }

        public Found? Best { get; set; }

        public int Zeros => Best?.Zeros ?? -1;
    }
}
