namespace KalePool.Pages.Tests;

/// <summary>One pool for all tests: starting it takes longer than they do.</summary>
[CollectionDefinition(Name)]
public sealed class PagesCollection : ICollectionFixture<RunningPool>
{
    public const string Name = "pages";
}
