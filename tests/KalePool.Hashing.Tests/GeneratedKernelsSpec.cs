using KalePool.Hashing.Generator;

namespace KalePool.Hashing.Tests;

/// <summary>What is checked in is what the generator writes; to renew it, see its README.</summary>
public class GeneratedKernelsSpec
{
    static string Folder => Path.Combine(AppContext.BaseDirectory, "kernels");

    [Fact]
    public void Are_the_generators_output() => Assert.All(Output.Files(), file =>
        Assert.Equal(file.Text, File.ReadAllText(Path.Combine(Folder, file.Name)), ignoreLineEndingDifferences: true));

    [Fact]
    public void Are_all_that_there_is() =>
        Assert.Equal(Output.Files().Select(file => file.Name).Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
