namespace KalePool.Hashing.Generator;

/// <summary>Which variable holds which lane. A round is computed in place, so that lanes wander; after four rounds each is back.</summary>
sealed class Placement
{
    readonly int[] _slots;

    Placement(int[] slots) => _slots = slots;

    /// <summary>Lane n in variable n.</summary>
    public static Placement Start { get; } = new([.. Enumerable.Range(0, Keccak.Lanes)]);

    /// <summary>The number of the variable that holds a lane.</summary>
    public int this[int x, int y] => _slots[(x % 5) + (5 * (y % 5))];

    /// <summary>Where everything is after a round.</summary>
    public Placement Next()
    {
        var next = new int[Keccak.Lanes];
        for (var y = 0; y < 5; y++)
        {
            for (var x = 0; x < 5; x++)
            {
                var (fromX, fromY) = Target(x, y);
                next[x + (5 * y)] = this[fromX, fromY];
            }
        }

        return new Placement(next);
    }

    /// <summary>The lane that pi moves to (x, y).</summary>
    public static (int X, int Y) Source(int x, int y) => ((x + (3 * y)) % 5, x);

    /// <summary>The lane in whose place (x, y) is put behind chi: one of the five sources of its row, that of its own column. So lanes wander within
    /// columns only, which is what brings them back after four rounds.</summary>
    public static (int X, int Y) Target(int x, int y) => (x, (x + (2 * y)) % 5);
}
