using System.Numerics;
using KalePool.Hashing.Generator;

namespace KalePool.Hashing.Tests;

/// <summary>The plan by which the first rounds are skipped.</summary>
public class SkipTableSpec
{
    [Fact]
    public void Every_bit_of_a_block_is_in_exactly_one_set()
    {
        int[] bits = [.. SkipTable.TableBits, .. SkipTable.TurnBits, .. SkipTable.UnitBits];
        Assert.Equal(Enumerable.Range(0, SkipTable.BlockBits).Select(SkipTable.PositionOf).Order(), bits.Order());
    }

    [Fact]
    public void No_bit_of_the_table_meets_another_but_the_turns()
    {
        Assert.DoesNotContain(SkipTable.TableBits, a => SkipTable.TableBits.Concat(SkipTable.UnitBits).Any(b => SkipTable.Meet(a, b)));
        Assert.All(SkipTable.TurnBits, turn => Assert.Contains(SkipTable.TableBits, table => SkipTable.Meet(turn, table)));
    }

    [Fact]
    public void The_state_behind_two_rounds_is_affine_in_bits_that_do_not_meet()
    {
        var random = new Random(7);
        for (var message = 0; message < 200; message++)
        {
            var template = RandomTemplate(random);
            var unit = Subset(random, SkipTable.UnitBits) | Subset(random, SkipTable.TurnBits);
            Assert.True(IsAffine(template, unit, Subset(random, SkipTable.TableBits), Subset(random, SkipTable.TableBits)));
        }
    }

    [Fact]
    public void It_is_not_where_they_meet()
    {
        var random = new Random(8);
        var violations = Enumerable.Range(0, 100).Count(_ => !IsAffine(RandomTemplate(random), 0, 1UL << 18, 1UL << 23));
        Assert.True(violations > 0);
    }

    [Fact]
    public void A_bit_of_the_nonce_stands_where_the_plan_says()
    {
        for (var bit = 0; bit < 32; bit++)
            Assert.Equal(1UL << SkipTable.PositionOf(bit), NonceBits.Lane1(0, 1UL << bit));
        Assert.Equal(0x0807_0605_AAAA_AAAAUL, NonceBits.Lane0(0xFFFF_FFFF_AAAA_AAAA, 0x0506_0708_0000_0000));
    }

    static bool IsAffine(SearchTemplate template, ulong unit, ulong u, ulong v)
    {
        var (zero, one, two, both) = (State(template, unit), State(template, unit ^ u), State(template, unit ^ v), State(template, unit ^ u ^ v));
        return Enumerable.Range(0, 25).All(i => (zero[i] ^ one[i] ^ two[i] ^ both[i]) == 0);
    }

    static ulong Subset(Random random, IReadOnlyList<int> bits) => bits.Where(_ => random.Next(2) == 1).Aggregate(0UL, (sum, bit) => sum | (1UL << bit));

    static SearchTemplate RandomTemplate(Random random)
    {
        var message = new byte[SearchTemplate.Length];
        random.NextBytes(message);
        return SearchTemplate.Of(message);
    }

    /// <summary>Round 1, then theta, rho and pi of round 2, plainly.</summary>
    static ulong[] State(SearchTemplate template, ulong difference)
    {
        var lanes = new ulong[25];
        template.WriteLanes(lanes);
        lanes[1] ^= difference;
        var b = ThetaRhoPi(lanes);
        for (var i = 0; i < 25; i++)
        {
            var row = i / 5 * 5;
            lanes[i] = b[i] ^ (~b[row + ((i + 1) % 5)] & b[row + ((i + 2) % 5)]);
        }

        lanes[0] ^= 1;
        return ThetaRhoPi(lanes);
    }

    static ulong[] ThetaRhoPi(ulong[] a)
    {
        var c = Enumerable.Range(0, 5).Select(x => a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20]).ToArray();
        var b = new ulong[25];
        for (var i = 0; i < 25; i++)
        {
            var (x, y) = (i % 5, i / 5);
            b[y + (5 * (((2 * x) + (3 * y)) % 5))] =
                BitOperations.RotateLeft(a[i] ^ c[(x + 4) % 5] ^ BitOperations.RotateLeft(c[(x + 1) % 5], 1), Keccak.Rotations[i]);
        }

        return b;
    }
}
