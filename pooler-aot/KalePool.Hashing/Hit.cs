using System.Numerics;

namespace KalePool.Hashing;

/// <summary>Where in a pass lane 0 was clear: the entry of the table, and the way in the low four bits; the single unit is the way behind the vector's.</summary>
static unsafe class Hit
{
    const int WayBits = 4;

    /// <summary>Hits of the widest pass, if every hash is one.</summary>
    public const int MostInPass = SkipPlan.Entries * 9;

    /// <summary>Writes one for each bit set; returns how many there are then.</summary>
    public static int Record(uint* hits, int count, int entry, ulong ways)
    {
        for (; ways != 0; ways &= ways - 1)
            hits[count++] = ((uint)entry << WayBits) | (uint)BitOperations.TrailingZeroCount(ways);
        return count;
    }

    public static int EntryOf(uint hit) => (int)(hit >> WayBits);

    public static int WayOf(uint hit) => (int)(hit & ((1 << WayBits) - 1));
}
