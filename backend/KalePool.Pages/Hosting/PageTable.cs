namespace KalePool.Pages.Hosting;

/// <summary>Who may open a page.</summary>
public enum PageRight
{
    Anybody,

    /// <summary>Whoever has a session.</summary>
    Anyone,

    Operator,

    /// <summary>A farmer; what he sees is his own.</summary>
    Farmer,
}

/// <summary>One page, and what serves pages.</summary>
public sealed record PageRow(string Pattern, PageRight Right);

/// <summary>Every page. What is not here cannot be mapped, and the rights walk of the tests takes its pages from here.</summary>
public static class PageTable
{
    /// <summary>The live parts' connection; only the operator's pages have any.</summary>
    const string Circuits = "/_blazor";

    public static IReadOnlyList<PageRow> Rows { get; } =
    [
        new("/login", PageRight.Anybody),
        new("/logout", PageRight.Anyone),
        new("/", PageRight.Operator),
        new("/search", PageRight.Operator),
        new("/blocks", PageRight.Operator),
        new("/blocks/{PoolerId:guid}/{Index:long}", PageRight.Operator),
        new("/farmers", PageRight.Operator),
        new("/farmers/{Id:guid}", PageRight.Operator),
        new("/farmers/{Id:guid}/blocks/{Index:long}", PageRight.Operator),
        new("/farm", PageRight.Farmer),
        new("/farm/blocks/{Index:long}", PageRight.Farmer),
        new("/farm/change", PageRight.Farmer),
        new("/farm/leave", PageRight.Farmer),
    ];

    /// <exception cref="ArgumentException">The page is not in the table.</exception>
    public static PageRow Find(string pattern) =>
        pattern.StartsWith(Circuits, StringComparison.Ordinal) ? new PageRow(pattern, PageRight.Operator)
        : Rows.SingleOrDefault(r => r.Pattern == pattern) ?? throw new ArgumentException($"{pattern} is not in the table of pages", nameof(pattern));
}
