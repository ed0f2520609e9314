using KalePool.Contracts.Settings;

namespace KalePool.Contracts.Tests.Settings;

public sealed class UnknownNamesSpec
{
    static IReadOnlyList<string> Warnings(string[] inEnvironment, string[] inFile)
    {
        var values = inEnvironment.Concat(inFile).ToDictionary(name => name, _ => "x");
        var reader = new SettingsReader(new SettingsSource(values, inFile.ToHashSet()));
        reader.OptionalText("MAX_CONCURRENT_WORK");
        reader.OptionalText("RPC_URL");
        return reader.Warnings(SettingNames.Pooler, SettingNames.Backend);
    }

    [Fact]
    public void Suggests_the_name_that_was_probably_meant() =>
        Assert.Equal(["MAX_CONCURENT_WORK is not a setting: did you mean MAX_CONCURRENT_WORK?"], Warnings(["MAX_CONCURENT_WORK", "PATH", "HOME"], []));

    [Fact]
    public void Reports_everything_unknown_in_a_file_but_only_ours_in_the_environment() => Assert.Equal(
        ["POOLER_COLOUR is not a setting and has no effect", "SOMETHING is not a setting and has no effect"],
        Warnings(["POOLER_COLOUR", "ELSE"], ["SOMETHING"]));

    [Fact]
    public void Says_what_is_known_but_not_used() =>
        Assert.Equal(["WORK_SUBMISSION is set but not used by this version"], Warnings(["WORK_SUBMISSION", "RPC_URL"], []));

    [Fact]
    public void Leaves_the_other_programs_names_alone() => Assert.Empty(Warnings(["DATABASE_URL"], ["PLANT_TIMEOUT_SECONDS"]));
}
