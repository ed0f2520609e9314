using KalePool.Backend.Api;
using KalePool.Contracts.Farmers;

namespace KalePool.Backend.Tests.Api;

public sealed class StatementCsvSpec
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void No_text_becomes_a_formula(string? text, string cell) => Assert.Equal(cell, StatementCsv.Text(text));

    [Fact]
    public void Numbers_stay_numbers()
    {
        var line = new StatementLine(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "exit", -500, 300, null, null, null, null, null, 7, "ab", "=x", 9, 4);
        Assert.EndsWith("\r\n2026-01-02T03:04:05.000Z,exit,,,,,,-500,300,7,ab,'=x,9,4\r\n", StatementCsv.Of([line]), StringComparison.Ordinal);
    }
}
