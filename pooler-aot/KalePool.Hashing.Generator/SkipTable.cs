namespace KalePool.Hashing.Generator;

/// <summary>Chooses the nonce bits whose work in the first two rounds is done once.</summary>
/// <remarks>The nonce's low word stands in the low half of lane 1, byte-swapped. Two bits of lane 1 meet in a product of round 1's chi only when their
/// positions differ by 5 or 18 (mod 64). While all others stand still, the state behind round 2's pi is therefore an affine function of any set of bits
/// without such a pair: one state, and one difference a bit. Six such bits make a table of 64 differences; it holds for as long as no bit that meets one
/// of the six changes. Of all choices within the block's bits the one is taken whose table has to be made anew least often.</remarks>
static class SkipTable
{
    /// <summary>A kernel tries nonces in aligned blocks of two to this power.</summary>
    public const int BlockBits = 18;

    const int TableSize = 6;

    /// <summary>Positions in lane 1 of the bits that the table runs through.</summary>
    public static IReadOnlyList<int> TableBits { get; } = ChooseTableBits();

    /// <summary>Positions of the block's bits that meet one of the table's: for each of their values the table is made anew.</summary>
    public static IReadOnlyList<int> TurnBits { get; } = [.. BlockPositions().Where(MeetsTable)];

    /// <summary>Positions of the block's other bits; the first ones are a vector's ways.</summary>
    public static IReadOnlyList<int> UnitBits { get; } = [.. BlockPositions().Where(bit => !TableBits.Contains(bit) && !MeetsTable(bit))];

    /// <summary>Whether two bits of lane 1 are multiplied in round 1's chi.</summary>
    public static bool Meet(int a, int b) => (Math.Abs(a - b) % 64) is 5 or 18 or 46 or 59;

    /// <summary>Where a bit of the nonce's low word stands in lane 1.</summary>
    public static int PositionOf(int nonceBit) => ((3 - (nonceBit / 8)) * 8) + (nonceBit % 8);

    static bool MeetsTable(int bit) => TableBits.Any(table => Meet(table, bit));

    static IEnumerable<int> BlockPositions() => Enumerable.Range(0, BlockBits).Select(PositionOf).Order();

    static int[] ChooseTableBits()
    {
        int[] positions = [.. BlockPositions()];
        var choices =
            from choice in Choices(positions, TableSize)
            where !choice.Any(a => choice.Any(b => Meet(a, b)))
            let met = positions.Count(bit => choice.Any(chosen => Meet(chosen, bit)))
            orderby met
            select choice;
        return choices.First();
    }

    static IEnumerable<int[]> Choices(int[] from, int count)
    {
        if (count == 0)
            return [[]];
        return Enumerable.Range(0, from.Length - count + 1)
            .SelectMany(i => Choices(from[(i + 1)..], count - 1).Select(rest => (int[])[from[i], .. rest]));
    }
}
