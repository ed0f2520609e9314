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
