namespace KalePool.Fuzz.Engine;

/// <summary>Input after input, each made of those that went new ways. The same seed and number of inputs make the same run where there is no coverage.</summary>
public sealed class FuzzRun
{
    /// <summary>Inputs that are kept in memory.</summary>
    const int MostKept = 20_000;

    readonly Judge _judge;
    readonly ICoverage _coverage;
    readonly Random _random;
    readonly Mutator _mutator;
    readonly List<byte[]> _kept;
    readonly IFuzzTarget _target;

    /// <param name="kept">What earlier runs have kept.</param>
    public FuzzRun(IFuzzTarget target, int seed, ICoverage? coverage = null, IEnumerable<byte[]>? kept = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        (_target, _judge, _coverage) = (target, new Judge(target), coverage ?? new NoCoverage());
        _random = new Random(seed);
        _mutator = new Mutator(_random);
        _kept = [.. target.Seeds, .. kept ?? []];
    }

    public long Runs { get; private set; }

    public int Kept => _kept.Count;

    public int Ways => _coverage.Ways;

    /// <summary>What is being run, for whoever finds that it does not end.</summary>
    public byte[] Present { get; private set; } = [];

    /// <summary>Told of an input that went a new way.</summary>
    public event Action<byte[]>? Keeps;

    /// <summary>Until so many inputs were run, or told to stop, or one was not borne.</summary>
    public Finding? Go(long inputs, Func<bool>? stop = null)
    {
        if (Runs == 0 && Learn() is { } early) return early;
        for (var last = Runs + inputs; Runs < last && stop?.Invoke() != true;)
        {
            var input = _mutator.Change(Pick(), Pick());
            if (Try(input) is { } finding) return finding;
        }
        return null;
    }

    /// <summary>The ways of what is there already.</summary>
    Finding? Learn()
    {
        Present = _target.Seeds[0];
        if (_judge.Warm() is { } bad) return bad;
        foreach (var input in _kept)
        {
            if (Run(input) is { } finding) return finding;
            _ = _coverage.IsNew();
        }
        return null;
    }

    Finding? Try(byte[] input)
    {
        var finding = Run(input);
        if (_coverage.IsNew() && finding is null && _kept.Count < MostKept)
        {
            _kept.Add(input);
            Keeps?.Invoke(input);
        }
        return finding;
    }

    Finding? Run(byte[] input)
    {
        Present = input;
        Runs++;
        _coverage.Begin();
        return _judge.Try(input);
    }

    byte[] Pick() => _kept[_random.Next(_kept.Count)];
}
