using KalePool.Backend.Tests.Fixtures;

namespace KalePool.Backend.Tests.Ops;

/// <summary>What an operator types, and how it ends.</summary>
public sealed class CommandLineSpec
{
    [Theory]
    [InlineData("id", "journal", "show")]
    [InlineData("--kind", "journal", "list", "--kind", "pail")]
    [InlineData("--count", "journal", "tail", "--count", "none")]
    [InlineData("nowhere.heads", "journal", "verify", "--heads", "nowhere.heads")]
    [InlineData("file-or-folder", "backup")]
    [InlineData("--keep", "backup", ".", "--keep", "0")]
    [InlineData("nowhere.backup", "restore", "nowhere.backup")]
    [InlineData("--lost", "acts", "--lost")]
    public async Task Wrong_arguments_are_named_and_end_with_2(string named, params string[] arguments)
    {
        var (status, said) = await BackendProcess.EndOfAsync(arguments);
        Assert.Equal(2, status);
        Assert.Contains(named, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_end_with_0_where_all_is_well_and_with_1_where_something_is_not()
    {
        await using var database = await TestDatabase.MakeAsync();
        using var folder = new TempFolder();
        var file = folder["pool.env"];
        await File.WriteAllLinesAsync(file, [$"DATABASE_URL={database.Url}", $"KALEPOOL_MASTER_KEY={Convert.ToBase64String(new byte[32])}"]);
        foreach (var command in new string[][] { ["journal", "list"], ["journal", "verify"], ["acts", "--unknown"], ["backup", folder.Path] }) Assert.Equal((0, ""), Without(await BackendProcess.EndOfAsync([.. command, "--env-file", file])));
        var (status, said) = await BackendProcess.EndOfAsync("journal", "show", "farmer-x", "--env-file", file);
        Assert.Equal(1, status);
        Assert.Contains("the journal has no entity farmer-x", said, StringComparison.Ordinal);

        static (int, string) Without((int Status, string Said) end) => (end.Status, end.Status == 0 ? "" : end.Said);
    }
}
