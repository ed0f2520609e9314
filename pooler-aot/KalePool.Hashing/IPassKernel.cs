namespace KalePool.Hashing;

/// <summary>How one instruction set searches. Everything is static: the choice is made once, outside the loop.</summary>
/// <remarks>
/// The message is one block of Keccak, so a hash is one permutation of 25 lanes. A <em>unit</em> is one value of all nonce bits but those of the table
/// (<see cref="SkipPlan.TableBits"/>); a pass tries <see cref="SkipPlan.Entries"/> nonces of each of <see cref="Ways"/> units, from the state behind the
/// first half of round 2. Of the last round only lane 0 is made; what is found is hashed again by the oracle.
/// </remarks>
unsafe interface IPassKernel
{
    /// <summary>Short lower-case name, as settings and reports show it.</summary>
    static abstract string Name { get; }

    /// <summary>True where this process can run it.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Units tried together: a power of two, at most 8.</summary>
    static abstract int Ways { get; }

    /// <summary>True where a pass tries one more unit, in the integer pipes.</summary>
    static abstract bool HasSingle { get; }

    /// <summary>Writes the states that the table's differences are added to, lane by lane, <see cref="Ways"/> values a lane, in
    /// the order of the first bits of <see cref="SkipPlan.UnitBits"/>.</summary>
    /// <param name="lanes">The 25 lanes of the padded message; lane 1 is not read.</param>
    /// <param name="lane1">Lane 1 with the table's and the ways' bits clear.</param>
    /// <param name="bases">Room for 25 × <see cref="Ways"/>, aligned to 64 bytes.</param>
    static abstract void Begin(ulong* lanes, ulong lane1, ulong* bases);

    /// <summary>Tries every entry of the table with every way.</summary>
    /// <param name="bases">What <see cref="Begin"/> has written.</param>
    /// <param name="single">The state of the one unit beside; not read without <see cref="HasSingle"/>.</param>
    /// <param name="table">Entries × 25 differences.</param>
    /// <param name="roundConstants">24 of them.</param>
    /// <param name="mask">Bits of lane 0 that are clear in a hash worth reporting.</param>
    /// <param name="hits">Room for entries × (ways and the single one): see <see cref="Hit"/>.</param>
    /// <returns>How many hits were written.</returns>
    static abstract int Pass(ulong* bases, ulong* single, ulong* table, ulong* roundConstants, ulong mask, uint* hits);
}
