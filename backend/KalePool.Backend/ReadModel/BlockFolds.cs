using System.Data.Common;
using KalePool.Backend.ReadModel.Rows;
using KalePool.Domain.Blocks;

namespace KalePool.Backend.ReadModel;

/// <summary>What open blocks' events say so far; read from the journal again where it is not remembered.</summary>
sealed class BlockFolds
{
    /// <summary>Blocks that are remembered: more than are open at once.</summary>
    const int Most = 256;

    readonly Dictionary<string, (long SequenceNumber, BlockFold Fold)> _folds = [];

    /// <summary>Of the events before this one.</summary>
    public async Task<BlockFold> BeforeAsync(DbTransaction transaction, JournalEntry entry, CancellationToken cancellation)
    {
        if (_folds.TryGetValue(entry.PersistenceId, out var known) && known.SequenceNumber == entry.SequenceNumber - 1) return known.Fold;
        var earlier = await JournalReader.OfEntityAsync(transaction.Connection!, entry.PersistenceId, 0, entry.SequenceNumber - 1, int.MaxValue, cancellation);
        return earlier.Select(e => e.Read()).OfType<BlockEvent>().Aggregate(BlockFold.Empty, (fold, e) => fold.Apply(e));
    }

    public void Set(JournalEntry entry, BlockFold fold)
    {
        if (fold.State.Status == BlockStatus.Completed)
        {
            _folds.Remove(entry.PersistenceId);
            return;
        }
        if (_folds.Count >= Most) _folds.Clear();
        _folds[entry.PersistenceId] = (entry.SequenceNumber, fold);
    }

    public void Clear() => _folds.Clear();
}
