using KalePool.Contracts.Poolers;
using KalePool.Contracts.Tracing;
using KalePool.Hashing;
using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Pooler.Progress;

namespace KalePool.Pooler.Work;

/// <summary>
/// One block from its opening to its end: plants are asked for, hashes searched, works submitted and reported. One loop owns the state; what takes time
/// runs beside it and is picked up when it is done. It looks again when the chain was read, a farmer is planted, something is done, or a moment of
/// <see cref="SubmissionPlan"/> has come.
/// </summary>
/// <param name="isPlanting">False when the block is too old to begin planting in: then only farmers that arrive are worked for.</param>
sealed class BlockRound(RoundContext context, uint index, RoundRoster roster, bool isPlanting)
{
    static readonly TimeSpan LongestPlantWait = TimeSpan.FromSeconds(10);

    /// <summary>An hour's: a report that the backend has refused for so long it will not take, and the pails tell it the same.</summary>
    const uint ReportedForBlocks = 12;

    static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    readonly RoundFarmers _farmers = new(index, context.Log);
    readonly RoundSubmissions _submissions = new(context, index);
    readonly PailWatch _pails = new(context.Reader, index, context.Reporter);
    readonly WorkReporter _reporter = new(context.Pool, index, context.Reporter);
    RoundTimes? _times;
    KaleBlock? _block;
    RoundTargets? _targets;
    Task<IReadOnlyList<WorkResult>?>? _reporting;
    Task<PailReading?>? _reading;
    DateTimeOffset _reportedAt;
    bool _isRecalled;
    bool _isReadDue = true;

    public uint Index => index;

    public RoundRoster Roster => roster;

    public string State =>
        _submissions.IsAny ? PoolerState.Submitting : _block is null ? PoolerState.Planting : context.Schedule.IsIdle ? PoolerState.Idle : PoolerState.Hashing;

    /// <summary>Those whose works the chain shows; for the harvest. Complete when the round has ended.</summary>
    public IReadOnlyList<Guid> Worked => [.. _farmers.All.Where(farmer => farmer.IsWorked).Select(farmer => farmer.Id)];

    /// <summary>What a restart would go on from; null before the block is open. Any thread may ask.</summary>
    public BlockProgress? Progress => Volatile.Read(ref _targets) is { } targets
        ? new(
            BlockProgress.Current, index, Convert.ToHexStringLower(targets.Entropy.Span), roster.Planted,
            [.. context.Schedule.ProgressOf(index).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new FarmerProgress(pair.Key, pair.Value.Start, pair.Value.Taken, pair.Value.Best?.Nonce, pair.Value.Best?.Hash.ToString()))])
        : null;

    /// <summary>Returns when the next block is open and this one's last report is made.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stopPlanting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Elsewhere: what a request costs before it is sent does not keep hashing waiting.
        var planting = isPlanting ? Task.Run(() => Asker().RunAsync(farmer => roster.Arrive([farmer]), roster.Take, stopPlanting.Token), cancellation) : Task.CompletedTask;
        try
        {
            while (true)
            {
                var (next, changed) = (context.Watcher.NextAsync(), roster.NextChangeAsync());
                if (await context.Watcher.ReachAsync(index, cancellation) is not { } view || view.Index != index) break;
                await LookAsync(view, cancellation);
                await WaitAsync(view, next, changed, cancellation);
                if (!next.IsCompleted) continue;
                _submissions.Release();
                _isReadDue = true;
            }
            await FinishAsync(cancellation);
        }
        finally
        {
            await stopPlanting.CancelAsync();
            await planting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Settle();
        }
    }

    PlantAsker Asker()
    {
        var tenth = context.Settings.Network.BlockInterval / 10;
        var wait = tenth < LongestPlantWait ? tenth : LongestPlantWait;
        return new(
            context.Pool, index, wait < context.Settings.RequestTimeout ? wait : context.Settings.RequestTimeout, context.Settings.PollInterval, context.Time, context.Reporter);
    }

    /// <summary>Brings the state up to date: the block, who is planted, hashes, what has become of an act or a report; then begins what is due. Waits for nobody.</summary>
    async Task LookAsync(ChainView view, CancellationToken cancellation)
    {
        if (view is { Block: { } block, Opened: { } opened })
        {
            _times = RoundTimes.Of(opened, context.Settings.Network.BlockInterval, context.Settings.WorkDelay, context.Watcher.LedgerTime, context.Submitter.LedgersBeforeBoundary);
            if (_block is null) Begin(block, view.SeenAt);
        }
        _farmers.Add(roster.Planted);
        if (!_isRecalled && context.Resumed.IsCompletedSuccessfully)
        {
            _isRecalled = true;
            _farmers.Recall();
        }
        await TakeResultsAsync();
        if (_targets?.Update(_farmers.All, roster.Hoped) is { } targets) context.Schedule.SetTargets(index, targets);
        _farmers.See(wallet => context.Schedule.BestOf(index, wallet));
        StartWork(view, cancellation);
    }

    /// <summary>Until there is something to look at.</summary>
    async Task WaitAsync(ChainView view, Task next, Task changed, CancellationToken cancellation)
    {
        using var alarm = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var moment = _block is { } block && _times is { } times ? SubmissionPlan.NextMoment(PlanInput(view, block, times)) : null;
        var delay = moment is { } at ? Task.Delay(DelayTo(at), context.Time, alarm.Token) : next;
        await Task.WhenAny([next, changed, delay, .. _submissions.Tasks, _reporting ?? next, _reading ?? next]).WaitAsync(cancellation);
        await alarm.CancelAsync();
    }

    void Begin(KaleBlock block, long seenAt)
    {
        _block = block;
        _farmers.Add(roster.Planted);
        var made = new RoundTargets(index, block.Entropy.Span.ToArray(), context.Known);
        var targets = made.Update(_farmers.All, roster.Hoped) ?? [];
        context.Schedule.Begin(index, made.Entropy, EnoughZeros(block), targets, seenAt);
        Volatile.Write(ref _targets, made);
        context.Reporter.Say(new BlockOpened(
            index, Convert.ToBase64String(block.Entropy.Span), block.MaxZeros, block.MaxGap, targets.Count, _times?.Boundary, BlockTrace.IdOf(context.Settings.PoolerId, index)));
    }

    /// <summary>Beyond the block's most zeros nothing is gained in this block; in the next one everybody with fewer is worth less.</summary>
    uint EnoughZeros(KaleBlock block) => context.Settings.IsHashingBeyond ? Digest.HexDigits : block.MaxZeros;

    async Task TakeResultsAsync()
    {
        if (_reporting is { IsCompleted: true } reported)
        {
            _reporting = null;
            _farmers.Reported(await reported ?? []);
        }
        _isReadDue |= await _submissions.TakeAsync(_farmers);
        if (_reading is { IsCompleted: true } read)
        {
            _reading = null;
            if (await read is { } pails) TakePails(pails);
        }
    }

    void TakePails(PailReading read)
    {
        _pails.Take(_farmers, read);
        foreach (var (wallet, pail) in read.Pails)
            if (pail.Zeros is { } zeros) context.Schedule.Raise(index, wallet, (int)Math.Min(zeros, Digest.HexDigits));
    }

    void StartWork(ChainView view, CancellationToken cancellation)
    {
        if (_block is { } block && _times is { } times)
        {
            if (context.Resumed.IsCompletedSuccessfully) _submissions.Begin(_farmers, () => PlanInput(view, block, times), cancellation);
            context.Schedule.SetOver(index, SubmissionPlan.IsOver(PlanInput(view, block, times)));
        }
        if (_isReadDue && _reading is null)
        {
            _isReadDue = false;
            _reading = _pails.ReadAsync([.. _farmers.All.Select(farmer => farmer.Wallet)], cancellation);
        }
        var now = context.Time.GetUtcNow();
        if (context.Settings.IsBackendSubmitting || _reporting is not null || (now - _reportedAt < ReportPause && _farmers.Worked < _farmers.All.Count)) return;
        if (WorkReport.Successes(_farmers.All) is not { Count: > 0 } results) return;
        _reportedAt = now;
        _reporting = _reporter.SendAsync(results, cancellation);
    }

    SubmissionPlan.Input PlanInput(ChainView view, KaleBlock block, RoundTimes times) => new(
        context.Watcher.Now, times, context.Submitter.Pace.Each(context.Watcher.LedgerTime), view.Ledger, block.MaxGap, EnoughZeros(block), roster.Expected, _farmers.All,
        context.Submitter.Lanes, context.Submitter.Together);

    /// <summary>The index has moved: an act in flight still has its outcome, then the last word goes to the backend.</summary>
    async Task FinishAsync(CancellationToken cancellation)
    {
        _farmers.Add(roster.Planted);
        await Task.WhenAll([.. _submissions.Tasks, _reporting ?? Task.CompletedTask, _reading ?? Task.CompletedTask])
            .WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        await TakeResultsAsync();
        if (await _pails.ReadAsync([.. _farmers.All.Select(farmer => farmer.Wallet)], cancellation) is { } read) _pails.Take(_farmers, read);
        await ReportLastAsync(cancellation);
    }

    /// <summary>Until the backend has taken it: what it is not told now it hears when it is back. Meanwhile the next rounds go on beside this one.</summary>
    async Task ReportLastAsync(CancellationToken cancellation)
    {
        var isBackend = context.Settings.IsBackendSubmitting;
        WorkResult[] last = [.. isBackend ? [] : WorkReport.Successes(_farmers.All), .. WorkReport.Failures(_farmers.All, isBackend)];
        while (await _reporter.SendAsync(last, cancellation, isBackend && _farmers.All.Count > 0) is null && context.Watcher.Latest!.Index <= index + ReportedForBlocks)
            await context.Watcher.NextAsync().WaitAsync(cancellation);
    }

    void Settle()
    {
        if (_farmers.All.Count == 0) return;
        var zeros = _farmers.All.Where(farmer => farmer.IsWorked).Select(farmer => farmer.Pail!.Zeros!.Value).ToArray();
        var tally = context.Schedule.TallyOf(index);
        context.Reporter.Say(new BlockSettled(
            index, _farmers.Planted, _farmers.Worked, tally.Hashes, zeros.Length == 0 ? null : zeros.Min(), zeros.Length == 0 ? null : zeros.Average(z => (double)z),
            tally.Idle.TotalSeconds, tally.FirstHash?.TotalMilliseconds));
    }

    /// <summary>Never so long that a chain's clock that is years behind were an error.</summary>
    TimeSpan DelayTo(DateTimeOffset moment) => TimeSpan.FromMilliseconds(Math.Clamp((moment - context.Watcher.Now).TotalMilliseconds, 1, LongestDelay.TotalMilliseconds));
}
