namespace KalePool.Hashing.Generator;

/// <summary>Where the 25 lanes and the temporaries of one stream of hashes are kept.</summary>
/// <param name="Dialect">What they are.</param>
/// <param name="Prefix">Before every name, so that two streams can stand side by side.</param>
/// <param name="FirstInMemory">Lanes from this one on are kept in memory: better chosen here than spilled by the compiler. 25: none.</param>
sealed record LaneLayout(Dialect Dialect, string Prefix = "", int FirstInMemory = Keccak.Lanes)
{
    /// <summary>The name of the memory.</summary>
    public string Memory => $"{Prefix}kept";

    public bool HasMemory => FirstInMemory < Keccak.Lanes;

    public string Lane(int slot) => slot < FirstInMemory ? $"{Prefix}a{slot}" : $"({Dialect.At(Memory, slot - FirstInMemory)})";

    /// <summary>A lane behind rho and pi, until chi has read it.</summary>
    public string B(int x) => $"{Prefix}b{x % 5}";

    /// <summary>The sum of a column.</summary>
    public string C(int x) => $"{Prefix}c{x % 5}";

    /// <summary>What theta adds to a column.</summary>
    public string D(int x) => $"{Prefix}d{x % 5}";

    /// <summary>The variables.</summary>
    public IEnumerable<string> Declarations()
    {
        var lanes = Enumerable.Range(0, FirstInMemory).Select(Lane);
        if (FirstInMemory > 0)
            yield return $"{Dialect.Type} {string.Join(", ", lanes)};";
        foreach (Func<int, string> temporaries in (Func<int, string>[])[B, C, D])
            yield return $"{Dialect.Type} {string.Join(", ", Enumerable.Range(0, 5).Select(temporaries))};";
        if (HasMemory && Dialect.Ways == 1)
            yield return $"var {Memory} = stackalloc ulong[{Keccak.Lanes - FirstInMemory}];";
        if (HasMemory && Dialect.Ways > 1)
        {
            yield return $"var {Memory}Room = stackalloc ulong[{((Keccak.Lanes - FirstInMemory) * Dialect.Ways) + 8}];";
            yield return $"var {Memory} = (ulong*)(((nint){Memory}Room + 63) & ~63);";
        }
    }
}
