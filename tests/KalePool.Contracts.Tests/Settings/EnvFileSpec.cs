using System.Collections;
using KalePool.Contracts.Settings;

namespace KalePool.Contracts.Tests.Settings;

public sealed class EnvFileSpec
{
    [Fact]
    public void Reads_names_values_comments_and_quotes()
    {
        var values = EnvFile.Parse("""
            # a comment
            PLAIN=value with spaces   # and a comment
            HASH=abc#def
            EMPTY=
            export SINGLE='a # b \n'
              DOUBLE = "line\nbreak \"quoted\" \\ \x"  # after
            PASSPHRASE=Public Global Stellar Network ; September 2015
            EQUALS=a=b
            """.ReplaceLineEndings("\r\n"));

        Assert.Equal("value with spaces", values["PLAIN"]);
        Assert.Equal("abc#def", values["HASH"]);
        Assert.Equal("", values["EMPTY"]);
        Assert.Equal("a # b \\n", values["SINGLE"]);
        Assert.Equal("line\nbreak \"quoted\" \\ \\x", values["DOUBLE"]);
        Assert.Equal("Public Global Stellar Network ; September 2015", values["PASSPHRASE"]);
        Assert.Equal("a=b", values["EQUALS"]);
        Assert.Equal(7, values.Count);
    }

    [Fact]
    public void Names_every_bad_line_without_showing_it()
    {
        var thrown = Assert.Throws<SettingsException>(() => EnvFile.Parse("GOOD=1\nsecretvalue\nOPEN=\"secretvalue\nGOOD=2\n1BAD=x\nTAIL='a' secretvalue\n"));

        Assert.Equal(["line 2", "line 3, OPEN", "line 4, GOOD", "line 5", "line 6, TAIL"], thrown.Errors.Select(error => error.Name));
        Assert.DoesNotContain("secretvalue", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_is_too_large() => Assert.Throws<SettingsException>(() => EnvFile.Parse(new string('#', EnvFile.MaxLength + 1)));

    [Fact]
    public void Refuses_a_nul_wherever_it_stands() =>
        Assert.Equal(["line 2", "line 3"], Assert.Throws<SettingsException>(() => EnvFile.Parse("A=1\nB=a\0b\nC='\0'\n")).Errors.Select(e => e.Name));

    [Fact]
    public void Puts_the_environment_above_the_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "PORT=1\nNAME=file\nCLEARED=file\n");
            var source = SettingsSource.Load(new Hashtable { ["PORT"] = "2", ["HOME"] = "/root", ["CLEARED"] = "" }, path);

            var reader = new SettingsReader(source);
            Assert.Equal(2, reader.Int("PORT", 0));
            Assert.Equal("file", reader.OptionalText("NAME"));
            Assert.Null(reader.OptionalText("CLEARED"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Says_which_file_cannot_be_read()
    {
        var thrown = Assert.Throws<SettingsException>(() => SettingsSource.Load(new Hashtable(), "/nowhere/pooler.env"));
        Assert.Contains("/nowhere/pooler.env", thrown.Message, StringComparison.Ordinal);
    }
}
