namespace KalePool.Hashing;

/// <summary>Runs a kernel over whole aligned blocks of nonces: every one is tried, each once.</summary>
/// <remarks>
/// The block's bits are three sets (<see cref="SkipPlan"/>). For each value of the turn bits the table is made; then all units are tried in passes. Where
/// a kernel tries a single unit beside its vector's, the last units are left to the single stream, as many as there are vector passes to carry them.
/// </remarks>
sealed unsafe class BlockSearch<TKernel>
    where TKernel : struct, IPassKernel
{
    const int Lanes = 25;

    static int Units => 1 << SkipPlan.UnitBits.Length;

    /// <summary>Units that the single stream takes: a whole number of vector passes' worth, at most one for each pass that is left.</summary>
    static int SingleUnits => TKernel.HasSingle ? Units / TKernel.Ways / (TKernel.Ways + 1) * TKernel.Ways : 0;

    /// <param name="range">Its start and count are multiples of two to the <see cref="SkipPlan.BlockBits"/>.</param>
    public static void Search(SearchTemplate template, NonceRange range, IHitSink sink)
    {
        for (var done = 0UL; done < range.Count; done += 1UL << SkipPlan.BlockBits)
            SearchTurns(template, range.Start + done, 0, 1 << SkipPlan.TurnBits.Length, sink);
    }

    /// <summary>Searches some turns of a block.</summary>
    /// <param name="first">The block's first nonce.</param>
    public static void SearchTurns(SearchTemplate template, ulong first, int firstTurn, int turns, IHitSink sink)
    {
        // Everything that pointers reach is on this frame, or constant data; rounded up to the cache lines that vectors want.
        var room = stackalloc byte[(sizeof(ulong) * ((SkipPlan.Entries * Lanes) + (Lanes * (8 + 1 + 1)))) + (5 * 64)];
        var table = Align(room);
        var bases = Align(table + (SkipPlan.Entries * Lanes));
        var single = Align(bases + (Lanes * 8));
        var lanes = Align(single + Lanes);
        var hits = stackalloc uint[Hit.MostInPass];
        template.WriteLanes(new Span<ulong>(lanes, Lanes));
        lanes[0] = NonceBits.Lane0(lanes[0], first);
        fixed (ulong* roundConstants = Keccak256.RoundConstants)
        {
            var workspace = new Workspace(lanes, bases, single, table, roundConstants, hits);
            for (var turn = firstTurn; turn < firstTurn + turns; turn++)
                SearchTurn(template, first, NonceBits.Lane1(lanes[1], first) ^ NonceBits.Spread(turn, SkipPlan.TurnBits), workspace, sink);
        }
    }

    static ulong* Align(void* pointer) => (ulong*)(((nint)pointer + 63) & ~63);

    static void SearchTurn(SearchTemplate template, ulong first, ulong lane1, in Workspace workspace, IHitSink sink)
    {
        MakeTable(workspace, lane1);
        var vectorUnits = Units - SingleUnits;
        for (var (unit, single) = (0, vectorUnits); unit < vectorUnits; unit += TKernel.Ways, single++)
        {
            var mask = Digest.MaskOf(sink.Threshold);
            var vectorLane1 = lane1 ^ NonceBits.Spread(unit, SkipPlan.UnitBits);
            var singleLane1 = lane1 ^ NonceBits.Spread(single, SkipPlan.UnitBits);
            TKernel.Begin(workspace.Lanes, vectorLane1, workspace.Bases);
            int count;
            if (TKernel.HasSingle && single == Units)
            {
                // No unit is left for the single stream.
                count = Avx512Pass.Pass(workspace.Bases, null, workspace.Table, workspace.RoundConstants, mask, workspace.Hits);
                single--;
            }
            else
            {
                if (TKernel.HasSingle)
                    ScalarPass.Begin(workspace.Lanes, singleLane1, workspace.Single);
                count = TKernel.Pass(workspace.Bases, workspace.Single, workspace.Table, workspace.RoundConstants, mask, workspace.Hits);
            }

            for (var i = 0; i < count; i++)
                Candidate.Report(template, (first & NonceBits.HighWord) | LowWordOf(workspace.Hits[i], vectorLane1, singleLane1), sink);
        }
    }

    static uint LowWordOf(uint hit, ulong vectorLane1, ulong singleLane1)
    {
        var way = Hit.WayOf(hit);
        var unit = way < TKernel.Ways ? vectorLane1 ^ NonceBits.Spread(way, SkipPlan.UnitBits) : singleLane1;
        return NonceBits.LowWordOf(unit ^ NonceBits.Spread(Hit.EntryOf(hit), SkipPlan.TableBits));
    }

    /// <summary>The state is affine in the table's bits while all others stand: each entry is a sum of one difference a bit.</summary>
    static void MakeTable(in Workspace workspace, ulong lane1)
    {
        var table = workspace.Table;
        var zero = workspace.Single;
        ScalarPass.Begin(workspace.Lanes, lane1, zero);
        new Span<ulong>(table, Lanes).Clear();
        for (var bit = 0; bit < SkipPlan.TableBits.Length; bit++)
        {
            var length = Lanes << bit;
            var difference = table + length;
            ScalarPass.Begin(workspace.Lanes, lane1 ^ (1UL << SkipPlan.TableBits[bit]), difference);
            for (var i = 0; i < Lanes; i++)
                difference[i] ^= zero[i];
            for (var i = Lanes; i < length; i++)
                difference[i] = table[i] ^ difference[i % Lanes];
        }
    }

    readonly struct Workspace(ulong* lanes, ulong* bases, ulong* single, ulong* table, ulong* roundConstants, uint* hits)
    {
        public ulong* Lanes { get; } = lanes;

        public ulong* Bases { get; } = bases;

        public ulong* Single { get; } = single;

        public ulong* Table { get; } = table;

        public ulong* RoundConstants { get; } = roundConstants;

        public uint* Hits { get; } = hits;
    }
}
