namespace KalePool.House.Tests;

/// <summary>Dependencies point one way.</summary>
public sealed class DependenciesSpec
{
    /// <summary>All that a project may reach, directly or through others.</summary>
    public static TheoryData<string, string[]> Allowed() => new()
    {
        { "KalePool.Contracts", [] },
        { "KalePool.Stellar", [] },
        { "KalePool.Kale", ["KalePool.Stellar"] },
        { "KalePool.Domain", ["KalePool.Contracts", "KalePool.Kale", "KalePool.Stellar"] },
        { "KalePool.Actors", ["KalePool.Contracts", "KalePool.Domain", "KalePool.Kale", "KalePool.Stellar"] },
        { "KalePool.Pages", ["KalePool.Contracts"] },
        { "KalePool.Backend", ["KalePool.Actors", "KalePool.Contracts", "KalePool.Domain", "KalePool.Kale", "KalePool.Pages", "KalePool.Stellar"] },
        { "KalePool.Hashing", [] },
        { "KalePool.Hashing.Generator", [] },
        { "KalePool.Worker", ["KalePool.Hashing"] },
        { "KalePool.Pooler", ["KalePool.Contracts", "KalePool.Hashing", "KalePool.Kale", "KalePool.Stellar"] },
        { "KalePool.Devnet", ["KalePool.Kale", "KalePool.Stellar"] },
        { "KalePool.Audit", ["KalePool.Stellar"] },
    };

    [Theory, MemberData(nameof(Allowed))]
    public void Projects_reach_only_what_lies_below_them(string project, string[] allowed)
    {
        var reached = new HashSet<string>();
        Reach(project);
        Assert.Empty(reached.Except(allowed));

        void Reach(string from)
        {
            foreach (var to in Repository.Projects[from])
            {
                if (reached.Add(to)) Reach(to);
            }
        }
    }

    [Theory]
    [InlineData("KalePool.Contracts")]
    [InlineData("KalePool.Stellar")]
    [InlineData("KalePool.Kale")]
    [InlineData("KalePool.Domain")]
    [InlineData("KalePool.Pages")]
    [InlineData("KalePool.Hashing")]
    [InlineData("KalePool.Pooler")]
    public void Akka_stays_in_the_backend(string project)
    {
        var file = Repository.Files.Single(f => f.EndsWith($"/{project}.csproj", StringComparison.Ordinal));
        Assert.DoesNotContain("Include=\"Akka", Repository.Read(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("KalePool.sln");
        Assert.All(Repository.Projects.Keys, p => Assert.Contains($"\"{p}\"", solution, StringComparison.Ordinal));
    }
}
