namespace KalePool.Hashing;

/// <summary>The kernels of this build.</summary>
public static class KernelCatalog
{
    /// <summary>The one that every CPU runs.</summary>
    public static SearchKernel Scalar { get; } = SearchKernel.Of<ScalarPass>();

    /// <summary>All, slowest first as a rule; which is fastest here <see cref="KernelChoice"/> measures.</summary>
    public static IReadOnlyList<SearchKernel> All { get; } =
    [
        Scalar,
        SearchKernel.Of<NeonPass>(),
        SearchKernel.Of<Avx2Pass>(),
        SearchKernel.Of<Avx512VlPass>(),
        SearchKernel.Of<Avx512Pass>(),
        SearchKernel.Of<Avx512MixedPass>(),
    ];

    /// <summary>The kernel of a name; null when there is none.</summary>
    public static SearchKernel? Find(string name) => All.FirstOrDefault(kernel => kernel.Name == name);
}
