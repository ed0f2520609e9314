namespace KalePool.Hashing.Tests;

public class KernelChoiceSpec
{
    [Fact]
    public void Chooses_the_fastest_of_those_that_this_cpu_can_run()
    {
        var measures = KernelChoice.Measure(KernelCatalog.All, TimeProvider.System);
        Assert.Equal(KernelCatalog.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name), measures.Select(measure => measure.Kernel.Name));
        Assert.All(measures, measure => Assert.True(measure.Fault is null && measure.HashesPerSecond > 1_000));
        Assert.True(KernelChoice.Choose(null, TimeProvider.System).IsSupported);
    }

    [Fact]
    public void Takes_the_one_that_is_named()
    {
        Assert.Equal("scalar", KernelChoice.Choose("scalar", TimeProvider.System).Name);
        Assert.Contains("avx512+1", Assert.Throws<KernelException>(() => KernelChoice.Choose("mmx", TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.All(KernelCatalog.All.Where(kernel => !kernel.IsSupported), kernel =>
            Assert.Throws<KernelException>(() => KernelChoice.Choose(kernel.Name, TimeProvider.System)));
    }
}
