namespace KalePool.Fuzz;

/// <summary>Something that reads what strangers write.</summary>
public interface IFuzzTarget
{
    /// <summary>As it is named on the command line; the folder of its findings.</summary>
    string Name { get; }

    /// <summary>Inputs that it takes, from which others are made. Never empty.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>What an input may cost.</summary>
    Allowance Allowance { get; }

    /// <summary>How many inputs of other targets take as long as one of this.</summary>
    int Weight => 1;

    /// <summary>Returns when the input was taken, and what was read holds together, or when it was refused in the way that callers are ready for.</summary>
    /// <exception cref="Exception">Anything else: a finding.</exception>
    void Run(ReadOnlySpan<byte> input);
}

/// <summary>What one input may allocate, in bytes: memory stands for work, since nothing that is read here loops without making anything.</summary>
/// <param name="Fixed">Whatever the input, an exception and its trace included.</param>
/// <param name="PerByte">For each byte of the input.</param>
public readonly record struct Allowance(long Fixed, long PerByte)
{
    public static Allowance Usual { get; } = new(64 << 10, 400);

    public long Of(int length) => Fixed + PerByte * length;
}
