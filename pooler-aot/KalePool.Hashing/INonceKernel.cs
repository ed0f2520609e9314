namespace KalePool.Hashing;

/// <summary>How one instruction set searches. Everything is static: the choice is made once, outside the loop.</summary>
/// <remarks>A kernel tries nonces in whole steps of <see cref="Step"/> consecutive ones, in any order inside a step, and ends after the first step that
/// holds a hash with more zeros than asked. So what has been tried is always the beginning of the range, nothing twice and nothing left out.</remarks>
public interface INonceKernel
{
    /// <summary>Short lower-case name, as settings and reports show it.</summary>
    static abstract string Name { get; }

    /// <summary>True where this process can run it.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Nonces tried together: a power of two.</summary>
    static abstract ulong Step { get; }

    /// <summary>Searches a range whose start and count are multiples of <see cref="Step"/>.</summary>
    /// <param name="template">The message.</param>
    /// <param name="range">Where to search.</param>
    /// <param name="zerosToBeat">−1 to 63: a hash counts when it has more zeros than this.</param>
    static abstract KernelResult Search(SearchTemplate template, NonceRange range, int zerosToBeat);
}
