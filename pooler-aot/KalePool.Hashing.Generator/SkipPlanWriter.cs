namespace KalePool.Hashing.Generator;

/// <summary>Writes what the searching code has to know of the plan.</summary>
static class SkipPlanWriter
{
    public static string Write() => $$"""
        {{KernelWriter.Head}}namespace KalePool.Hashing;

        /// <summary>How the low bits of the nonce are run through; positions are those of lane 1, in whose low half the nonce's low word stands byte-swapped.</summary>
        static class SkipPlan
        {
            /// <summary>Nonces are tried in aligned blocks of two to this power.</summary>
            public const int BlockBits = {{SkipTable.BlockBits}};

            /// <summary>States in a table.</summary>
            public const int Entries = {{1 << SkipTable.TableBits.Count}};

            /// <summary>What a table's entries differ in.</summary>
            public static ReadOnlySpan<byte> TableBits => [{{string.Join(", ", SkipTable.TableBits)}}];

            /// <summary>For each value of these the table is another.</summary>
            public static ReadOnlySpan<byte> TurnBits => [{{string.Join(", ", SkipTable.TurnBits)}}];

            /// <summary>The block's other bits: a vector's ways, then passes.</summary>
            public static ReadOnlySpan<byte> UnitBits => [{{string.Join(", ", SkipTable.UnitBits)}}];
        }

        """;
}
