namespace KalePool.Pooler.Work;

/// <summary>What hashes for a schedule until disposed.</summary>
interface IHashing : IAsyncDisposable
{
    /// <summary>The kernel's name.</summary>
    string Kernel { get; }

    /// <summary>Hashes made since the start.</summary>
    long Hashes { get; }
}
