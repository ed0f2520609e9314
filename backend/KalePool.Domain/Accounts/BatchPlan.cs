using KalePool.Domain.Blocks;

namespace KalePool.Domain.Accounts;

/// <summary>Which accounts carry batches, and how many members one transaction takes.</summary>
/// <param name="Accounts">Empty where everything goes from the farmers' wallets.</param>
/// <param name="MaxHarvests">1 to <see cref="MostHarvests"/>.</param>
public sealed record BatchPlan(IReadOnlyList<string> Accounts, int MaxHarvests)
{
    /// <summary>The network's limit: the events of more are too large.</summary>
    public const int MostHarvests = Kale.RouterFootprints.MaxHarvests;

    /// <summary>Of works the journal's limit: the event of more, with their envelope, might be larger than 64 kB.</summary>
    public const int MostWorks = 80;

    public static readonly BatchPlan None = new([], MostHarvests);

    public bool IsOn => Accounts.Count > 0;

    /// <summary>
    /// Whose members go with which account, in as few and as even parts as can be. The same again for the same block and settings; without any account the
    /// operator's own is named, which then gives them back.
    /// </summary>
    public IReadOnlyList<AssignedPart> PartsOf(BlockKey block, IReadOnlyCollection<Guid> farmers, int most)
    {
        ArgumentNullException.ThrowIfNull(farmers);
        if (farmers.Count == 0) return [];
        var parts = (farmers.Count + most - 1) / most;
        var size = (farmers.Count + parts - 1) / parts;
        var first = (BitConverter.ToUInt32(block.PoolerId.ToByteArray()) + (ulong)block.Index) % int.MaxValue;
        return [.. farmers.Chunk(size).Select((chunk, i) => new AssignedPart(IsOn ? Accounts[(int)((first + (ulong)i) % (ulong)Accounts.Count)] : AccountIds.Operator, chunk))];
    }
}
