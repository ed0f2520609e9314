using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden;

/// <summary>Every case of every golden file: ours, and those in the folder that KALEPOOL_EXTRA_VECTORS names.</summary>
public sealed class GoldenVectorsSpec
{
    public static TheoryData<string, string, string, int, string> Rows => GoldenFolders.Rows(GoldenVectors.Suite);

    public static TheoryData<string> Folders => [.. GoldenFolders.Names];

    [Theory, MemberData(nameof(Rows))]
    public async Task A_case_says_here_what_it_says_to_the_official_sdk(string folder, string file, string section, int index, string label)
    {
        Assert.NotEmpty(label);
        await GoldenVectors.Suite.CheckAsync(GoldenFolders.Row(folder, file, section, index));
    }

    [Theory, MemberData(nameof(Folders))]
    public void Nothing_in_a_folder_is_passed_over(string folder)
    {
        Assert.Empty(GoldenVectors.Suite.Unknown(GoldenFolders.PathOf(folder)));
        Assert.NotEmpty(GoldenVectors.Suite.Rows(GoldenFolders.PathOf(folder)));
    }

    [Fact]
    public void Our_own_folder_has_cases_of_every_kind() =>
        Assert.Equal(34, GoldenVectors.Suite.Rows(GoldenFolders.OwnPath).Select(row => (row.File, row.Section)).Distinct().Count());
}
