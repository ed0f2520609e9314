using KalePool.Stellar.Generator;

namespace KalePool.Stellar.Tests.Xdr;

public sealed class GeneratedCodeSpec
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Xdr");

    [Fact]
    public void What_is_checked_in_is_what_the_generator_makes_of_the_schema()
    {
        var expected = XdrGenerator.Generate(File.ReadAllText(Path.Combine(Folder, "schema.txt")));
        var actual = Directory.GetFiles(Path.Combine(Folder, "Generated"), "*.g.cs").ToDictionary(f => Path.GetFileName(f), File.ReadAllText);

        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }

    [Theory]
    [InlineData("A { b }", "line 1")]
    [InlineData("# a comment\nA { b u32 }\nB whatever", "line 3")]
    public void An_error_in_the_schema_names_its_line(string schema, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => XdrGenerator.Generate(schema)).Message, StringComparison.Ordinal);
}
