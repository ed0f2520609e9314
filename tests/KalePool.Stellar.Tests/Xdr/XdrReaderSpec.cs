using System.Buffers.Binary;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Xdr;

public sealed class XdrReaderSpec
{
    [Theory]
    [InlineData("0000000d00000001ff000001", "padding must be zero")]
    [InlineData("0000000000000002", "a flag must be 0 or 1")]
    [InlineData("00000099", "SCVal has no arm 153 at offset 0")]
    [InlineData("000000030000", "4 bytes expected but only 2 are left")]
    [InlineData("0000000300000001ff", "1 bytes too many")]
    [InlineData("00000010000000017fffffff", "a count of 2147483647 is beyond")]
    [InlineData("0000000f00000021", "a length of 33 is above its bound 32")]
    public void Says_what_it_refuses_and_where(string hex, string message) =>
        Assert.Contains(message, Assert.Throws<XdrException>(() => XdrCodec.Decode<SCVal>(Convert.FromHexString(hex))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(XdrReader.MaxDepth, true)]
    [InlineData(XdrReader.MaxDepth + 1, false)]
    public void Refuses_values_nested_too_deep(int levels, bool accepted)
    {
        var value = SCVals.Void;
        for (var i = 1; i < levels; i++) value = SCVals.Vec(value);
        var xdr = value.ToXdr();

        if (accepted) Assert.Equal(value, XdrCodec.Decode<SCVal>(xdr));
        else Assert.Throws<XdrException>(() => XdrCodec.Decode<SCVal>(xdr));
    }

    [Fact]
    public void Counts_inside_counts_cost_no_memory()
    {
        // 100 lists, one inside the other, each of which says that it fills the rest of the input; the innermost is cut off.
        var xdr = new byte[4_000_000];
        for (var level = 0; level < 100; level++)
        {
            BinaryPrimitives.WriteInt32BigEndian(xdr.AsSpan(level * 12), 16);
            BinaryPrimitives.WriteInt32BigEndian(xdr.AsSpan((level * 12) + 4), 1);
            BinaryPrimitives.WriteInt32BigEndian(xdr.AsSpan((level * 12) + 8), (xdr.Length - (level * 12) - 12) / 4);
        }
        BinaryPrimitives.WriteInt32BigEndian(xdr.AsSpan(1200), 99);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<XdrException>(() => XdrCodec.Decode<SCVal>(xdr));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Lists_of_any_length_come_back_whole(int length)
    {
        var value = SCVals.Vec([.. Enumerable.Range(0, length).Select(i => SCVals.U32((uint)i))]);
        Assert.Equal(value, XdrCodec.Decode<SCVal>(value.ToXdr()));
    }

    [Theory]
    [InlineData("AAAA AQ==")]
    [InlineData("AAAAAQ==\n")]
    [InlineData(" AAAAAQ==")]
    [InlineData("AAAAAR==")]
    [InlineData("AAAAAQ")]
    [InlineData("AAAAAQ=")]
    [InlineData("AAAAAQ====")]
    [InlineData("AAAA_Q==")]
    [InlineData("")]
    public void A_value_has_one_base64_text(string text)
    {
        Assert.Equal(SCVals.Void, XdrCodec.FromBase64<SCVal>("AAAAAQ=="));
        Assert.Throws<XdrException>(() => XdrCodec.FromBase64<SCVal>(text));
    }

    [Fact]
    public void Wide_integers_keep_their_sign()
    {
        foreach (var value in new[] { Int128.MinValue, -1, 0, 1, (Int128)long.MaxValue + 1, Int128.MaxValue })
        {
            var decoded = Assert.IsType<SCVal.I128>(XdrCodec.Decode<SCVal>(SCVals.I128(value).ToXdr()));
            Assert.Equal(value, decoded.Value.ToInt128());
        }
    }

    [Fact]
    public void Values_compare_by_what_they_hold()
    {
        var one = SCVals.Struct(("a", SCVals.Bytes(new byte[] { 1, 2 })), ("b", SCVals.Variant("Pail", SCVals.U32(7))));
        var same = SCVals.Struct(("a", SCVals.Bytes(new byte[] { 1, 2 })), ("b", SCVals.Variant("Pail", SCVals.U32(7))));
        var other = SCVals.Struct(("a", SCVals.Bytes(new byte[] { 1, 3 })), ("b", SCVals.Variant("Pail", SCVals.U32(7))));

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
    }
}
