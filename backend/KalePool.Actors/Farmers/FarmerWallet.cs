using Akka.Actor;
using KalePool.Actors.Due;
using KalePool.Actors.Ports;
using KalePool.Actors.Tracing;
using KalePool.Domain.Farmers;

namespace KalePool.Actors.Farmers;

/// <summary>Asks the chain beside the actor and tells it what came of it. One preparation at a time; its cancellation loses nothing.</summary>
sealed class FarmerWallet(IFarmerActs acts, DueMark due, IActorRef self) : IDisposable
{
    readonly CancellationTokenSource _stopped = new();

    /// <summary>Between the wish for an act and what came of looking at the chain.</summary>
    public bool IsPreparing { get; private set; }

    /// <summary>The due row stands before the command is decided: whatever it opens will be gone on with.</summary>
    public void Mark(FarmerCommand command, IActorRef sender) =>
        due.AddAsync(_stopped.Token).PipeTo(self, success: () => new FarmerSignals.Marked(command, sender));

    /// <summary>The due row first: from the submission on somebody wakes this farmer.</summary>
    public void Prepare(FarmerState state, FarmerDecision.Prepare wanted)
    {
        IsPreparing = true;
        PrepareAsync().PipeTo(self, failure: e => new FarmerSignals.Prepared(wanted, state.PayoutWallet, state.OwedShareStroops, new Preparation.Unavailable(e.Message)));

        async Task<FarmerSignals.Prepared> PrepareAsync()
        {
            using var trace = PoolTrace.Start($"prepare {NameOf(wanted.Kind)}", $"farmer {state.Id:D}", state.PoolerId, wanted.Block);
            await due.AddAsync(_stopped.Token);
            return new FarmerSignals.Prepared(wanted, state.PayoutWallet, state.OwedShareStroops, wanted.Kind switch
            {
                ActKind.Trustline => await acts.PrepareTrustlineAsync(state, _stopped.Token),
                ActKind.Plant => await acts.PreparePlantAsync(state, wanted.Slot!, _stopped.Token),
                ActKind.Opening => await acts.PrepareOpeningAsync(state, wanted.Slot!, _stopped.Token),
                ActKind.Find => await acts.PrepareFindAsync(state, wanted.Blocks!, _stopped.Token),
                ActKind.Extension => await acts.PrepareExtensionAsync(state, wanted.Blocks!, _stopped.Token),
                ActKind.Resolve => await acts.PrepareResolveAsync(state, wanted.Resolve!, _stopped.Token),
                ActKind.Check => await acts.PrepareCheckAsync(state, _stopped.Token),
                ActKind.Payout => await acts.PreparePayoutAsync(state, _stopped.Token),
                ActKind.Exit => await acts.PrepareExitAsync(state, _stopped.Token),
                ActKind.Work => await acts.PrepareWorkAsync(state, wanted.Block, wanted.Work!, _stopped.Token),
                ActKind.Rescue => await acts.PrepareRescueAsync(state, wanted.Block, _stopped.Token),
                _ => await acts.PrepareHarvestAsync(state, wanted.Block, _stopped.Token),
            });
        }
    }

    public void HasPrepared() => IsPreparing = false;

    /// <summary>Runs until the outcome is known; when the actor stops before, the next one resumes.</summary>
    public void Settle(FarmerState state, bool resumed)
    {
        var act = state.OpenAct!;
        SettleAsync().PipeTo(self);

        async Task<object> SettleAsync()
        {
            using var trace = PoolTrace.Start(NameOf(act.Kind), $"farmer {state.Id:D}", state.PoolerId, act.Block);
            try
            {
                var report = await acts.SettleAsync(state, act, resumed, _stopped.Token);
                trace?.SetTag(PoolTrace.Transaction, act.Envelope.Hash);
                trace?.SetTag(PoolTrace.Result, report.Result);
                return new FarmerSignals.Settled(act, report);
            }
            catch (OperationCanceledException)
            {
                return FarmerSignals.Stopped.Instance;
            }
        }
    }

    static string NameOf(ActKind kind) => kind.ToString().ToLowerInvariant();

    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }
}
