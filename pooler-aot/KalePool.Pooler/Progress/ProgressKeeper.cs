using KalePool.Pooler.Display;

namespace KalePool.Pooler.Progress;

/// <summary>Writes the present block's progress: a second after something was found or somebody was planted, every five seconds while it only goes on.</summary>
/// <param name="present">Null while no block is open.</param>
sealed class ProgressKeeper(ProgressFile file, Func<BlockProgress?> present, TimeProvider time, Reporter reporter)
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    BlockProgress? _written;
    long _writtenAt = time.GetTimestamp();
    bool _isTold;

    /// <summary>Until cancelled; what there is then is written once more.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Look, time, cancellation);
                if (present() is { } progress && (IsNews(progress) || time.GetElapsedTime(_writtenAt) >= Longest)) Write(progress);
            }
        }
        finally
        {
            if (present() is { } last) Write(last);
        }
    }

    bool IsNews(BlockProgress progress) =>
        _written is not { } before || before.Block != progress.Block || before.Planted.Count != progress.Planted.Count
        || !before.Hashed.Select(farmer => (farmer.Wallet, farmer.Nonce)).SequenceEqual(progress.Hashed.Select(farmer => (farmer.Wallet, farmer.Nonce)));

    void Write(BlockProgress progress)
    {
        try
        {
            file.Write(progress);
            (_written, _writtenAt, _isTold) = (progress, time.GetTimestamp(), false);
        }
        catch (IOException e)
        {
            _writtenAt = time.GetTimestamp();
            if (!_isTold) reporter.Warn($"how far the block has come cannot be kept, a restart would begin it anew: {e.Message}");
            _isTold = true;
        }
    }
}
