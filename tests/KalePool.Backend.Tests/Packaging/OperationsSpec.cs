using System.Text.RegularExpressions;
using KalePool.Backend.Ops.Alerts;
using KalePool.Contracts.Errors;

namespace KalePool.Backend.Tests.Packaging;

/// <summary>The manual forgets no alert and no error code, and names none that there is not.</summary>
public sealed partial class OperationsSpec
{
    static readonly string Manual = File.ReadAllText(Path.Combine(ComposeFile.Root, "packaging/operations.md"));

    static IEnumerable<(string Code, string Text)> Rows(string heading) =>
        Row().Matches(Manual.Split($"\n## {heading}\n")[1].Split("\n## ")[0]).Select(m => (m.Groups[1].Value, m.Groups[2].Value));

    [Fact]
    public void Every_alert_stands_there_once_with_what_to_do()
    {
        Assert.Equal(AlertCode.All.Order(), Rows("Alerts").Select(r => r.Code).Order());
        Assert.All(Rows("Alerts"), r => Assert.All(r.Text.Split(" | "), cell => Assert.True(cell.Trim(' ', '|').Length > 10, r.Code)));
        Assert.All(Rows("Alerts"), r => Assert.Equal(2, r.Text.Split(" | ").Length));
    }

    [Fact]
    public void Every_error_code_stands_there_once_with_its_cause() => Assert.Equal(
        typeof(ErrorCode).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(), Rows("Error codes").Select(r => r.Code).Order());

    [GeneratedRegex(@"^\| `(\w+)` \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
