using System.Security.Cryptography;
using KalePool.Hashing;

namespace KalePool.Pooler.Work;

/// <summary>Hands out what <see cref="HashOrder"/> decides to the threads that hash, keeps what they find, and the books of each block.</summary>
/// <remarks>Shared by the hashing threads and the loop of the round: every member may be called by any thread.</remarks>
/// <param name="start">Where the search for a farmer begins; null: somewhere at random.</param>
sealed class HashSchedule(ulong? nonceCap = null, ulong pieceLength = HashSchedule.DefaultPiece, TimeProvider? time = null, Func<ulong>? start = null)
{
    /// <summary>A kernel's block: 10 to 70 ms, that long a change takes to be noticed.</summary>
    public const ulong DefaultPiece = SearchKernel.Block;

    const uint BlocksCounted = 4;

    readonly TimeProvider _time = time ?? TimeProvider.System;
    readonly Lock _lock = new();
    readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    readonly Dictionary<uint, HashTally> _tallies = [];
    HashOrder _order = new(0, null, pieceLength);
    uint? _block;
    ReadOnlyMemory<byte> _entropy;
    bool _isOver;
    long _seenAt;
    long? _idleSince;

    /// <summary>Called outside any lock, on a hashing thread, for each hash better than the farmer's best so far: block, wallet, hash.</summary>
    public event Action<uint, string, Found>? Improved;

    /// <summary>Called when there may be something to take again.</summary>
    public event Action? Changed;

    /// <summary>The present block; null before the first.</summary>
    public uint? Block
    {
        get
        {
            lock (_lock) return _block;
        }
    }

    /// <summary>A block is open and hashing on would gain nothing.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock) return _idleSince is not null;
        }
    }

    /// <summary>The books of a block, the present one or one of the last few.</summary>
    public HashTally TallyOf(uint block)
    {
        lock (_lock)
        {
            var tally = _tallies.GetValueOrDefault(block, HashTally.None);
            return block == _block && _idleSince is { } since ? tally with { Idle = tally.Idle + _time.GetElapsedTime(since) } : tally;
        }
    }

    /// <summary>Forgets the block before and begins with this one.</summary>
    /// <param name="entropy">32 bytes.</param>
    /// <param name="maxZeros">The block's upper bound of zeros.</param>
    /// <param name="seenAt">Timestamp of the moment the block was seen; null: now.</param>
    public void Begin(uint block, ReadOnlyMemory<byte> entropy, uint maxZeros, IEnumerable<HashTarget> targets, long? seenAt = null)
    {
        lock (_lock)
        {
            EndIdle();
            (_block, _entropy, _isOver, _seenAt) = (block, entropy, false, seenAt ?? _time.GetTimestamp());
            _order = new HashOrder((int)Math.Min(maxZeros, Digest.HexDigits), nonceCap, pieceLength);
            _lanes.Clear();
            foreach (var old in _tallies.Keys.Where(old => old + BlocksCounted < block).ToArray()) _tallies.Remove(old);
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
            foreach (var gone in _lanes.Keys.Where(wallet => !kept.Contains(wallet)).ToArray())
            {
                _lanes.Remove(gone);
                _order.Remove(gone);
            }
            AddMissing(targets);
        }
        Changed?.Invoke();
    }

    /// <summary>The chain shows a work with so many zeros for a farmer: only better ones are looked for.</summary>
    public void Raise(uint block, string wallet, int zeros)
    {
        lock (_lock)
            if (block == _block) _order.Raise(wallet, zeros);
    }

    /// <summary>Whether nothing can be submitted in this block any more: then hashing ends until the next one begins.</summary>
    public void SetOver(uint block, bool isOver)
    {
        lock (_lock)
        {
            if (block != _block || isOver == _isOver) return;
            _isOver = isOver;
        }
        if (!isOver) Changed?.Invoke();
    }

    /// <summary>The best hash of a farmer in a block; null when none is known, or when another block has begun.</summary>
    public Found? BestOf(uint block, string wallet)
    {
        lock (_lock) return block == _block ? _lanes.GetValueOrDefault(wallet)?.Best : null;
    }

    /// <summary>How far each farmer of a block has come; empty when another one has begun.</summary>
    public IReadOnlyDictionary<string, HashProgress> ProgressOf(uint block)
    {
        lock (_lock)
            return block == _block
                ? _lanes.ToDictionary(pair => pair.Key, pair => new HashProgress(pair.Value.Start, _order.TakenBy(pair.Key), pair.Value.Best), StringComparer.Ordinal)
                : new Dictionary<string, HashProgress>();
    }

    /// <summary>Null when there is nothing to gain.</summary>
    /// <param name="isFirstOnly">Only for those who have no hash at all; without one this is a pause, and no rest.</param>
    public HashPiece? Take(bool isFirstOnly = false)
    {
        lock (_lock)
        {
            if (_block is not { } block) return null;
            if (_isOver || _order.Take(isFirstOnly) is not { } turn)
            {
                if (_isOver || !isFirstOnly) _idleSince ??= _time.GetTimestamp();
                return null;
            }
            EndIdle();
            var tally = _tallies.GetValueOrDefault(block, HashTally.None);
            if (tally.FirstHash is null) _tallies[block] = tally with { FirstHash = _time.GetElapsedTime(_seenAt) };
            var lane = _lanes[turn.Wallet];
            return new HashPiece(block, turn.Wallet, lane.Template, new NonceRange(unchecked(lane.Start + turn.Offset), turn.Count), turn.ZerosToBeat);
        }
    }

    /// <summary>Counts hashes made, and takes a result if it is for the present block and better than what is there.</summary>
    public void Report(HashPiece piece, ulong tried, Found? found)
    {
        lock (_lock)
        {
            var tally = _tallies.GetValueOrDefault(piece.BlockIndex, HashTally.None);
            _tallies[piece.BlockIndex] = tally with { Hashes = tally.Hashes + (long)tried };
            if (piece.BlockIndex != _block || found is not { } better || !_lanes.TryGetValue(piece.Wallet, out var lane) || better.Zeros <= (lane.Best?.Zeros ?? HashOrder.NoZeros)) return;
            lane.Best = better;
            _order.Raise(piece.Wallet, better.Zeros);
        }
        Improved?.Invoke(piece.BlockIndex, piece.Wallet, found.Value);
    }

    void EndIdle()
    {
        if (_idleSince is not { } since || _block is not { } block) return;
        var tally = _tallies.GetValueOrDefault(block, HashTally.None);
        _tallies[block] = tally with { Idle = tally.Idle + _time.GetElapsedTime(since) };
        _idleSince = null;
    }

    void AddMissing(IEnumerable<HashTarget> targets)
    {
        foreach (var target in targets)
        {
            if (_lanes.ContainsKey(target.Wallet)) continue;
            var known = target.Known ?? new HashProgress(start?.Invoke() ?? RandomStart(), 0, null);
            _lanes.Add(target.Wallet, new(SearchTemplate.Create(_block!.Value, _entropy.Span, target.Key.Span), known.Start) { Best = known.Best });
            _order.Add(target.Wallet, known.Best?.Zeros ?? HashOrder.NoZeros, known.Taken);
        }
    }

    /// <summary>A second pooler for the same farmer does not try the same nonces again.</summary>
    static ulong RandomStart() => (ulong)RandomNumberGenerator.GetInt32(int.MaxValue) << 32;

    sealed class Lane(SearchTemplate template, ulong start)
    {
        public SearchTemplate Template { get; } = template;

        public ulong Start { get; } = start;

        public Found? Best { get; set; }
    }
}
