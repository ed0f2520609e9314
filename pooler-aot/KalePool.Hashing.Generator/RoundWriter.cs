namespace KalePool.Hashing.Generator;

/// <summary>The statements of Keccak's rounds on one stream.</summary>
sealed class RoundWriter(LaneLayout layout)
{
    readonly Dialect _dialect = layout.Dialect;
    Placement _placement = Placement.Start;

    /// <summary>One round in place; the lanes wander.</summary>
    /// <param name="constant">The expression of its round constant, a scalar.</param>
    public IEnumerable<string> Round(string constant)
    {
        var statements = Theta().ToList();
        for (var y = 0; y < 5; y++)
        {
            statements.AddRange(RhoPi(y));
            for (var x = 0; x < 5; x++)
            {
                var chi = _dialect.Chi(layout.B(x), layout.B(x + 1), layout.B(x + 2));
                var (toX, toY) = Placement.Target(x, y);
                statements.Add($"{Lane(toX, toY)} = {(x == 0 && y == 0 ? $"({chi}) ^ {_dialect.Broadcast(constant)}" : chi)};");
            }
        }

        _placement = _placement.Next();
        return statements;
    }

    /// <summary>The last round, of which only lane 0 is wanted: it ends in B(0).</summary>
    public IEnumerable<string> LastRound()
    {
        var (b0, b1, b2) = (layout.B(0), layout.B(1), layout.B(2));
        return
        [
            .. Sums(),
            $"{b0} = {Lane(0, 0)} ^ ({layout.C(4)} ^ {_dialect.Rotate(layout.C(1), 1)});",
            .. Diagonal(1),
            .. Diagonal(2),
            $"{b0} = ({_dialect.Chi(b0, b1, b2)}) ^ {_dialect.Broadcast(Keccak.Literal(Keccak.RoundConstants[^1]))};",
        ];
    }

    /// <summary>The first half of a round, written to memory in the order of the lanes.</summary>
    public IEnumerable<string> HalfRoundTo(string pointer) =>
    [
        .. Theta(),
        .. Enumerable.Range(0, 5).SelectMany(y => (IEnumerable<string>)
            [.. RhoPi(y), .. Enumerable.Range(0, 5).Select(x => $"{_dialect.At(pointer, x + (5 * y))} = {layout.B(x)};")]),
    ];

    /// <summary>The second half of round 2, from the state behind its first half: a base and a difference out of the table.</summary>
    public IEnumerable<string> SecondHalfOf(string bases, string table) => Enumerable.Range(0, 5).SelectMany(y => (IEnumerable<string>)
    [
        .. Enumerable.Range(0, 5).Select(x =>
            $"{layout.B(x)} = {_dialect.At(bases, x + (5 * y))} ^ {_dialect.Broadcast($"{table}[{x + (5 * y)}]")};"),
        .. Enumerable.Range(0, 5).Select(x =>
        {
            var chi = _dialect.Chi(layout.B(x), layout.B(x + 1), layout.B(x + 2));
            var constant = _dialect.Broadcast(Keccak.Literal(Keccak.RoundConstants[1]));
            return $"{layout.Lane(x + (5 * y))} = {(x == 0 && y == 0 ? $"({chi}) ^ {constant}" : chi)};";
        }),
    ]);

    string Lane(int x, int y) => layout.Lane(_placement[x, y]);

    IEnumerable<string> Sums() => Enumerable.Range(0, 5).SelectMany(x =>
        _dialect.Sum(layout.C(x), [.. Enumerable.Range(0, 5).Select(y => Lane(x, y))]));

    /// <summary>The order keeps few of them alive at once.</summary>
    IEnumerable<string> Theta() =>
        [.. Sums(), .. ((int[])[0, 2, 4, 1, 3]).Select(x => $"{layout.D(x)} = {layout.C(x + 4)} ^ {_dialect.Rotate(layout.C(x + 1), 1)};")];

    IEnumerable<string> RhoPi(int y)
    {
        for (var x = 0; x < 5; x++)
        {
            var (fromX, fromY) = Placement.Source(x, y);
            yield return $"{layout.B(x)} = {Lane(fromX, fromY)} ^ {layout.D(fromX)};";
            if (Keccak.Rotations[fromX + (5 * fromY)] is var by and not 0)
                yield return $"{layout.B(x)} = {_dialect.Rotate(layout.B(x), by)};";
        }
    }

    /// <summary>Lane (i, i), which pi moves to (i, 0).</summary>
    IEnumerable<string> Diagonal(int i) =>
    [
        $"{layout.B(i)} = {Lane(i, i)} ^ ({layout.C(i + 4)} ^ {_dialect.Rotate(layout.C(i + 1), 1)});",
        $"{layout.B(i)} = {_dialect.Rotate(layout.B(i), Keccak.Rotations[6 * i])};",
    ];
}
