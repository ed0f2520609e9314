using System.Runtime.Intrinsics;

namespace KalePool.Hashing.Emulated.Tests;

/// <summary>The emulated instruction does what its definition says: of a control byte, the bit at the number 4a + 2b + c.</summary>
public class TernaryLogicSpec
{
    [Theory]
    [InlineData(0x96)]
    [InlineData(0xD2)]
    public void Is_the_table_of_its_control_byte(byte control)
    {
        // Bit n of a, b, c together is the number n, for n from 0 to 7.
        const ulong a = 0xF0;
        const ulong b = 0xCC;
        const ulong c = 0xAA;
        Assert.Equal(control, Avx512F.TernaryLogic(Vector512.Create(a), Vector512.Create(b), Vector512.Create(c), control)[7] & 0xFF);
        Assert.Equal(control, Avx512F.VL.TernaryLogic(Vector256.Create(a), Vector256.Create(b), Vector256.Create(c), control)[3] & 0xFF);
    }
}
