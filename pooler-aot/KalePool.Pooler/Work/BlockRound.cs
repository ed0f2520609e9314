using KalePool.Contracts.Poolers;
using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Display;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Rpc;

namespace KalePool.Pooler.Work;

/// <summary>
/// One block from its opening to its end: plants are asked for, hashes searched, works submitted and reported. One loop owns the state; what takes time
/// runs beside it and is picked up when it is done.
/// </summary>
/// <param name="isPlanting">False when the block is too old to begin planting in: then only farmers that arrive are worked for.</param>
sealed class BlockRound(RoundContext context, uint index, RoundRoster roster, bool isPlanting)
{
    static readonly TimeSpan LongestPlantWait = TimeSpan.FromSeconds(10);
    /// <summary>An hour's: a report that the backend has refused for so long it will not take, and the pails tell it the same.</summary>
    const uint ReportedForBlocks = 12;

    static readonly TimeSpan ReportPause = TimeSpan.FromSeconds(5);

    readonly RoundFarmers _farmers = new(index, context.Log);
    readonly PailWatch _pails = new(context.Reader, index, context.Reporter);
    readonly WorkReporter _reporter = new(context.Pool, index, context.Reporter);
    RoundTimes? _times;
    KaleBlock? _block;
    readonly List<(IReadOnlyList<WorkOrder> Orders, Task<IReadOnlyList<WorkOutcome>> Task)> _submitting = [];
    Task<IReadOnlyList<WorkResult>?>? _reporting;
    DateTimeOffset _reportedAt;
    bool _isHeld;
    bool _isRecalled;

    public uint Index => index;

    public RoundRoster Roster => roster;

    public string State => _submitting.Count > 0 ? PoolerState.Submitting : _block is not null ? PoolerState.Hashing : PoolerState.Planting;

    /// <summary>Those whose works the chain shows; for the harvest. Complete when the round has ended.</summary>
    public IReadOnlyList<Guid> Worked => [.. _farmers.All.Where(farmer => farmer.IsWorked).Select(farmer => farmer.Id)];

    /// <summary>Returns when the next block is open and this one's last report is made.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stopPlanting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var planting = isPlanting ? Asker().RunAsync(roster.Take, stopPlanting.Token) : Task.CompletedTask;
        try
        {
            var next = context.Watcher.NextAsync();
            while (await context.Watcher.ReachAsync(index, cancellation) is var view && view.Index == index)
            {
                await RefreshAsync(view, cancellation);
                StartWork(view, cancellation);
                await Task.WhenAny([next, .. _submitting.Select(each => each.Task), _reporting ?? (Task)next]).WaitAsync(cancellation);
                if (next.IsCompleted) _isHeld = false;
                next = context.Watcher.NextAsync();
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

    /// <summary>Brings the state up to date: the block, who is planted, pails, hashes, and what has become of an act or a report.</summary>
    async Task RefreshAsync(ChainView view, CancellationToken cancellation)
    {
        if (view is { Block: { } block, Opened: { } opened })
        {
            _times = RoundTimes.Of(opened, context.Settings.Network.BlockInterval, context.Settings.WorkDelay, context.Watcher.LedgerTime, context.Submitter.LedgersBeforeBoundary);
            if (_block is null) Begin(block);
        }
        if (_farmers.Add(roster.Planted) && _block is not null) context.Schedule.SetTargets(index, Targets());
        if (!_isRecalled && context.Resumed.IsCompletedSuccessfully)
        {
            _isRecalled = true;
            _farmers.Recall();
        }
        await TakeResultsAsync();
        await _pails.RefreshAsync(_farmers, cancellation);
        _farmers.See(wallet => context.Schedule.BestOf(index, wallet));
    }

    void Begin(KaleBlock block)
    {
        _block = block;
        _farmers.Add(roster.Planted);
        var targets = Targets();
        context.Schedule.Begin(index, block.Entropy.Span.ToArray(), block.MaxZeros, targets);
        context.Reporter.Say(new BlockOpened(index, Convert.ToBase64String(block.Entropy.Span), block.MaxZeros, block.MaxGap, targets.Count, _times?.Boundary));
    }

    List<HashTarget> Targets() =>
    [
        .. from wallet in _farmers.All.Select(farmer => farmer.Wallet).Union(roster.Hoped)
           let address = KaleAddresses.TryParse(wallet)
           where address is not null
           select new HashTarget(wallet, ProofOfWork.FarmerBytes(address).Span.ToArray(), context.Log.BestOf(index, wallet)),
    ];

    async Task TakeResultsAsync()
    {
        if (_reporting is { IsCompleted: true } reported)
        {
            _reporting = null;
            _farmers.Reported(await reported ?? []);
        }
        foreach (var done in _submitting.Where(each => each.Task.IsCompleted).ToArray())
        {
            _submitting.Remove(done);
            _farmers.SetUnderWay(done.Orders.Select(order => order.Wallet), false);
            await TakeAsync(done.Task);
        }
    }

    async Task TakeAsync(Task<IReadOnlyList<WorkOutcome>> done)
    {
        try
        {
            foreach (var outcome in await done)
            {
                _farmers.See(outcome);
                if (!outcome.IsSuccess) context.Reporter.Say(new WorkFailed(index, outcome.Order.Wallet, outcome.TxHash ?? "none", outcome.Reason ?? ""));
            }
        }
        catch (RpcException e)
        {
            _isHeld = true;
            context.Reporter.Trouble(Party.Rpc, e.Message, "keeps what it found and tries again");
        }
        catch (PoolApiException e)
        {
            _isHeld = true;
            context.Reporter.Trouble(Party.Backend, e.Message, "keeps what it found and hands it over again");
        }
    }

    void StartWork(ChainView view, CancellationToken cancellation)
    {
        if (context.Resumed.IsCompletedSuccessfully && _block is { } block && _times is { } times) Submit(view, block, times, cancellation);
        var now = context.Time.GetUtcNow();
        if (context.Settings.IsBackendSubmitting || _reporting is not null || (now - _reportedAt < ReportPause && _farmers.Worked < _farmers.All.Count)) return;
        if (WorkReport.Successes(_farmers.All) is not { Count: > 0 } results) return;
        _reportedAt = now;
        _reporting = _reporter.SendAsync(results, cancellation);
    }

    /// <summary>As many submissions as there are lanes. After one that could not even be sent nothing more is tried before the next reading of the chain.</summary>
    void Submit(ChainView view, KaleBlock block, RoundTimes times, CancellationToken cancellation)
    {
        while (!_isHeld && _submitting.Count < context.Submitter.Lanes && SubmissionPlan.Next(PlanInput(view, block, times)) is { Count: > 0 } farmers)
        {
            WorkOrder[] orders = [.. farmers.Select(farmer => new WorkOrder(index, farmer.Wallet, farmer.Best!.Value, times.Boundary, farmer.Id))];
            _farmers.SetUnderWay(orders.Select(order => order.Wallet), true);
            _submitting.Add((orders, context.Submitter.SubmitAsync(orders, cancellation)));
        }
    }

    SubmissionPlan.Input PlanInput(ChainView view, KaleBlock block, RoundTimes times) => new(
        context.Watcher.Now, times, context.Submitter.Pace.Each(context.Watcher.LedgerTime), view.Ledger, block.MaxGap, block.MaxZeros, roster.Expected, _farmers.All,
        context.Submitter.Lanes, context.Submitter.Together);

    /// <summary>The index has moved: an act in flight still has its outcome, then the last word goes to the backend.</summary>
    async Task FinishAsync(CancellationToken cancellation)
    {
        _farmers.Add(roster.Planted);
        await Task.WhenAll([.. _submitting.Select(each => each.Task), _reporting ?? Task.CompletedTask]).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        await TakeResultsAsync();
        await _pails.RefreshAsync(_farmers, cancellation);
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
        context.Reporter.Say(new BlockSettled(
            index, _farmers.Planted, _farmers.Worked, context.Schedule.HashesOf(index), zeros.Length == 0 ? null : zeros.Min(), zeros.Length == 0 ? null : zeros.Average(z => (double)z)));
    }
}
