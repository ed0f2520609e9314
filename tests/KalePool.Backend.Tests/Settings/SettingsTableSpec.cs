using System.Text.RegularExpressions;
using KalePool.Backend.Settings;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Tests.Settings;

/// <summary>The README's table of settings against what the backend reads.</summary>
public sealed partial class SettingsTableSpec
{
    /// <summary>Names that the backend asks for, those of files with secrets left out.</summary>
    static IEnumerable<string> Read()
    {
        var reader = new SettingsReader(SettingsSource.Of(SettingNames.Backend.ToDictionary(name => name, _ => "x")));
        Assert.Throws<SettingsException>(() => BackendSettings.Read(reader));
        var unused = reader.Warnings(SettingNames.Backend, []).Select(warning => warning.Split(' ')[0]).ToHashSet();
        return SettingNames.Backend.Where(name => !unused.Contains(name) && !name.EndsWith(SecretSettings.FileSuffix, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_setting_that_is_read_is_in_the_table_and_no_other()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md")).SkipWhile(line => !line.StartsWith("| Setting |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
        var named = rows.SelectMany(row => Name().Matches(row.Split('|')[1]).Select(m => m.Value));
        Assert.Equal(Read().Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("[A-Z][A-Z0-9_]+")]
    private static partial Regex Name();
}
