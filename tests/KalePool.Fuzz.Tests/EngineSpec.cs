using KalePool.Fuzz.Engine;

namespace KalePool.Fuzz.Tests;

/// <summary>That what is looked for would be found.</summary>
public sealed class EngineSpec
{
    const int Inputs = 20_000;

    [Fact]
    public void Finds_an_input_that_throws()
    {
        var finding = new FuzzRun(new Target(input => BrokenException.ThrowIf(input.Length > 2 && input[2] == '"', "a quote")), 1).Go(Inputs);
        Assert.Equal("made for this: BrokenException: a quote", $"{finding!.Target}: {finding.Why}");
        Assert.Equal((byte)'"', finding.Input[2]);
    }

    [Fact]
    public void Finds_a_small_input_that_costs_much()
    {
        var finding = new FuzzRun(new Target(input => _ = new byte[input.Length == 1 ? 1 << 20 : 1]), 1).Go(Inputs);
        Assert.Single(finding!.Input);
        Assert.Contains("bytes were allocated, more than", finding.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_costs_much_only_once_is_no_finding()
    {
        byte[]? made = null;
        Assert.Null(new FuzzRun(new Target(_ => made ??= new byte[1 << 20]), 1).Go(100));
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs_and_another_one_others()
    {
        Assert.Equal(InputsOf(1), InputsOf(1));
        Assert.NotEqual(InputsOf(1), InputsOf(2));

        static string InputsOf(int seed)
        {
            var inputs = new List<string>();
            _ = new FuzzRun(new Target(input => inputs.Add(Convert.ToHexString(input))), seed).Go(200);
            return string.Join(",", inputs);
        }
    }

    [Fact]
    public void An_input_that_goes_a_new_way_is_kept()
    {
        var coverage = new LengthCoverage();
        var run = new FuzzRun(new Target(input => coverage.Length = input.Length), 1, coverage);
        var kept = new List<int>();
        run.Keeps += input => kept.Add(input.Length);
        Assert.Null(run.Go(1_000));
        Assert.Equal(kept.Distinct(), kept);
        Assert.Equal(kept.Count + 1, run.Kept);
        Assert.InRange(kept.Count, 50, 1_000);
    }

    delegate void Reads(ReadOnlySpan<byte> input);

    sealed class Target(Reads run) : IFuzzTarget
    {
        public string Name => "made for this";

        public IReadOnlyList<byte[]> Seeds { get; } = [[.. "{\"a\":[1,2,3]}"u8]];

        public Allowance Allowance => Allowance.Usual;

        public void Run(ReadOnlySpan<byte> input) => run(input);
    }

    /// <summary>Each length is a way of its own.</summary>
    sealed class LengthCoverage : ICoverage
    {
        readonly HashSet<int> _seen = [];

        public int Length { get; set; }

        public int Ways => _seen.Count;

        public void Begin()
        {
        }

        public bool IsNew() => _seen.Add(Length);
    }
}
