using System.Buffers.Binary;
using KalePool.Stellar.Generator.Schema;
using KalePool.Stellar.Tests.Golden;
using KalePool.Stellar.Tests.Json;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Xdr;

/// <summary>Whatever bytes come: a value that encodes to these bytes, or an XdrException that says where; never more memory than the bytes justify.</summary>
public sealed class XdrStrictnessSpec
{
    const int Seed = 20261124;

    static readonly Lazy<Task<List<(string Type, byte[] Xdr)>>> Golden = new(GoldenSamplesAsync);

    public static TheoryData<string> Types => [.. XdrSchema.Types.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Unions => [.. XdrSchema.Definitions.Values.OfType<Definition.Union>().Select(union => union.Name)];

    [Theory, MemberData(nameof(Types))]
    public void Takes_every_arm_and_whatever_else_the_schema_allows(string type)
    {
        foreach (var xdr in Drawn(type, 30)) Assert.Equal(Convert.ToHexString(xdr), Convert.ToHexString(XdrTypes.Again(type, xdr)));
    }

    [Theory, MemberData(nameof(Types))]
    public void Damaged_bytes_are_refused_or_kept(string type)
    {
        var random = new Random(Seed);
        foreach (var xdr in Drawn(type, 10))
            for (var round = 0; round < 20; round++) Try(type, Damaged(xdr, random));
    }

    [Theory, MemberData(nameof(Types))]
    public void Bytes_cut_short_or_with_more_behind_are_refused(string type)
    {
        foreach (var xdr in Drawn(type, 3))
        {
            for (var length = 0; length < xdr.Length; length += 1 + (xdr.Length / 64)) Assert.Throws<XdrException>(() => XdrTypes.Again(type, xdr[..length]));
            var error = Assert.Throws<XdrException>(() => XdrTypes.Again(type, [.. xdr, 0, 0, 0, 0]));
            Assert.Equal(xdr.Length, error.Offset);
        }
    }

    [Theory, MemberData(nameof(Unions))]
    public void Arms_that_the_schema_does_not_list_are_refused(string type)
    {
        var known = ((Definition.Union)XdrSchema.Definitions[type]).Arms.Select(arm => arm.Discriminant).ToHashSet();
        foreach (var discriminant in Enumerable.Range(-64, 384).Append(int.MinValue).Append(int.MaxValue).Where(number => !known.Contains(number)))
        {
            var xdr = new byte[256];
            BinaryPrimitives.WriteInt32BigEndian(xdr, discriminant);
            var error = Assert.Throws<XdrException>(() => XdrTypes.Again(type, xdr));
            Assert.Equal($"{type} has no arm {discriminant} at offset 0", error.Message);
        }
    }

    [Fact]
    public async Task Damaged_golden_values_are_refused_or_kept()
    {
        var random = new Random(Seed);
        foreach (var (type, xdr) in await Golden.Value)
            for (var round = 0; round < 12; round++) Try(type, Damaged(xdr, random));
    }

    [Fact]
    public async Task Golden_values_cut_short_or_with_more_behind_are_refused()
    {
        foreach (var (type, xdr) in (await Golden.Value).GroupBy(sample => sample.Type).SelectMany(samples => samples.Take(8)))
        {
            for (var length = 0; length < xdr.Length; length += 1 + (xdr.Length / 64)) Assert.Throws<XdrException>(() => XdrTypes.Again(type, xdr[..length]));
            Assert.Throws<XdrException>(() => XdrTypes.Again(type, [.. xdr, 0, 0, 0, 0]));
        }
    }

    [Fact]
    public async Task A_count_costs_no_memory_that_the_input_does_not_fill()
    {
        foreach (var (type, xdr) in (await Golden.Value).GroupBy(sample => sample.Type).SelectMany(samples => samples.Take(4)))
        {
            for (var word = 0; word + 4 <= xdr.Length; word += 4 * (1 + (xdr.Length / 1024)))
            {
                foreach (var claim in new[] { uint.MaxValue, (uint)(xdr.Length - word - 4) / 4 })
                {
                    var hostile = xdr.ToArray();
                    BinaryPrimitives.WriteUInt32BigEndian(hostile.AsSpan(word), claim);
                    Assert.InRange(Allocated(() => Try(type, hostile)), 0, 200_000 + (400L * xdr.Length));
                }
            }
        }
    }

    [Fact]
    public async Task Golden_data_has_values_of_every_type_that_stands_alone() =>
        Assert.Superset(
            new HashSet<string> { "SCVal", "LedgerKey", "LedgerEntry", "LedgerEntryData", "TransactionEnvelope", "TransactionResult", "TransactionMeta", "SorobanAuthorizationEntry", "LedgerCloseMeta" },
            (await Golden.Value).Select(sample => sample.Type).ToHashSet());

    static List<byte[]> Drawn(string type, int count)
    {
        var samples = new SchemaSamples(Seed);
        var arms = XdrSchema.Definitions[type] is Definition.Union union ? union.Arms.Count : 0;
        return Enumerable.Range(0, arms).Select(arm => samples.Draw(type, arm)).Concat(Enumerable.Range(0, count).Select(_ => samples.Draw(type))).ToList();
    }

    /// <summary>Up to four bits, bytes, words or removed words.</summary>
    static byte[] Damaged(byte[] xdr, Random random)
    {
        var damaged = xdr.ToList();
        for (var times = random.Next(1, 5); times > 0 && damaged.Count >= 4; times--)
        {
            var at = random.Next(damaged.Count);
            var word = at & ~3;
            switch (random.Next(6))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveRange(word, Math.Min(4, damaged.Count - word));
                    break;
                case 2:
                    damaged.InsertRange(word, [0, 0, 0, (byte)random.Next(4)]);
                    break;
                case 3:
                    for (var i = word; i < Math.Min(word + 4, damaged.Count); i++) damaged[i] = 0xff;
                    break;
                default:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. damaged];
    }

    static void Try(string type, byte[] xdr)
    {
        byte[] again;
        try
        {
            again = XdrTypes.Again(type, xdr);
        }
        catch (XdrException error)
        {
            Assert.InRange(error.Offset, 0, xdr.Length);
            Assert.EndsWith($"at offset {error.Offset}", error.Message, StringComparison.Ordinal);
            return;
        }
        Assert.True(xdr.AsSpan().SequenceEqual(again), $"{type} took {Convert.ToHexString(xdr)}");
    }

    static long Allocated(Action act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    static async Task<List<(string Type, byte[] Xdr)>> GoldenSamplesAsync()
    {
        var samples = new List<(string Type, byte[] Xdr)>();
        foreach (var row in GoldenVectors.Suite.Rows(GoldenFolders.OwnPath))
        {
            await GoldenVectors.Suite.CheckAsync(row);
            samples.AddRange(row.Case.Samples);
        }
        return [.. samples.DistinctBy(sample => (sample.Type, Convert.ToBase64String(sample.Xdr)))];
    }
}
