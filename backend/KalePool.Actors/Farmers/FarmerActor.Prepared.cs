using Akka.Event;
using KalePool.Actors.Ports;
using KalePool.Contracts.Errors;
using KalePool.Domain.Farmers;
using static KalePool.Actors.Farmers.FarmerSignals;

namespace KalePool.Actors.Farmers;

/// <summary>What a farmer does with what came of looking at the chain.</summary>
public sealed partial class FarmerActor
{
    void OnPrepared(Prepared prepared)
    {
        var wanted = prepared.Wanted;
        switch (prepared.Preparation)
        {
            // Meanwhile somebody else's record of it has come: there is nothing left to do.
            case not Preparation.Unavailable when wanted.Kind == ActKind.Harvest && _state.Find(wanted.Block)?.MayHaveBeenHarvested != true:
                GoOn();
                break;
            // While the chain was looked at he has begun to leave, or was paused. Whoever has asked again meanwhile was refused and has closed his books on it: a pail
            // that came now nobody would work.
            case Preparation.Ready when wanted.Kind == ActKind.Plant && _state is not { Status: FarmerStatus.Active, PausedBy: null }:
                GoOn();
                break;
            // Meanwhile one of his pails was taken up again: it is harvested first.
            case Preparation.Ready when wanted.Kind == ActKind.Exit && _state.NextOfLeaving() is null:
                GoOn();
                break;
            case Preparation.Ready { Extends: { } extends } ready:
                Record(new ExtensionSubmitted(_id, extends.Blocks, extends.Ledgers, ready.Envelope, Now), () => _wallet.Settle(_state, resumed: false));
                break;
            case Preparation.Ready ready:
                Record(FarmerFacts.Submitted(_state, wanted, ready.Envelope, ready.StakeStroops, ready.Pays, Now), () => _wallet.Settle(_state, resumed: false));
                break;
            case Preparation.Found found:
                RecordFound(found.Pails, 0);
                break;
            case Preparation.Refused refused when wanted.Kind == ActKind.Opening:
                Refuse<OpenNext>(refused.Failure);
                break;
            case Preparation.Unavailable unavailable when wanted.Kind == ActKind.Opening:
                Refuse<OpenNext>(new Domain.Failure(ErrorCode.ChainUnavailable, unavailable.Reason, Attribution.Network));
                break;
            case Preparation.Refused refused when wanted.Kind == ActKind.Extension:
                _log.Warning("{0}: pails cannot be kept alive: {1}", PersistenceId, refused.Failure.Message);
                KeepLater();
                break;
            case Preparation.Unavailable unavailable when wanted.Kind == ActKind.Extension:
                _log.Warning("{0}: pails cannot be kept alive now: {1}", PersistenceId, unavailable.Reason);
                KeepLater();
                break;
            case Preparation.NotNow when wanted.Kind == ActKind.Extension:
                KeepLater();
                break;
            case Preparation.AlreadyDone done when wanted.Kind == ActKind.Rescue && OwnPails.Worked(_state, wanted.Block, done.Report, Now) is { } worked:
                Record(worked, GoOn);
                break;
            case Preparation.AlreadyDone or Preparation.Refused or Preparation.Unavailable when wanted.Kind == ActKind.Work:
                _waiters.ForgetRescues();
                GoOn();
                break;
            case Preparation.AlreadyDone or Preparation.Refused or Preparation.Unavailable when wanted.Kind == ActKind.Rescue:
                _waiters.ForgetRescues();
                // Of his own pail nobody else asks again.
                Timers.StartSingleTimer(nameof(Retry), Retry.Instance, RetryAfter);
                GoOn();
                break;
            case Preparation.Drifted drifted when _state.IsTelling(drifted.Seen):
                Record(FarmerBooks.Correct(_state, drifted.Seen, Now), GoOn);
                break;
            case Preparation.Drifted:
                GoOn();
                break;
            case Preparation.AlreadyDone when wanted.Kind == ActKind.Check:
                _waiters.Answer<CheckBalance>(Standing());
                GoOn();
                break;
            case Preparation.AlreadyDone done when wanted.Kind == ActKind.Resolve:
                Record(FarmerDoubts.Resolved(_state, wanted.Resolve!, done.Report, Now), GoOn);
                break;
            case Preparation.Refused refused when wanted.Kind == ActKind.Resolve:
                Refuse<ResolveAct>(refused.Failure);
                break;
            case Preparation.Unavailable unavailable when wanted.Kind == ActKind.Resolve:
                Refuse<ResolveAct>(new Domain.Failure(ErrorCode.ChainUnavailable, unavailable.Reason, Attribution.Network));
                break;
            case Preparation.AlreadyDone when wanted.Kind == ActKind.Trustline:
                Record(new FarmerActivated(_id, Now), GoOn);
                break;
            case Preparation.AlreadyDone done:
                Record(FarmerFacts.FoundDone(_state, wanted, done.Report, Now), GoOn);
                break;
            case Preparation.Refused refused when wanted.Kind == ActKind.Trustline:
                Refuse<ConfirmFunding>(refused.Failure);
                break;
            case Preparation.Refused refused when wanted.Kind == ActKind.Exit:
                ExitLater(wanted, refused.Failure);
                break;
            case Preparation.Refused refused when wanted.Kind == ActKind.Payout:
                PayLater(PayoutAgainAfter);
                if (refused.Failure == _state.PayoutFailure) GoOn();
                else Record(FarmerFacts.Refused(_state, wanted, refused.Failure, Now), GoOn);
                break;
            case Preparation.NotNow when wanted.Kind == ActKind.Payout:
                PayLater(PayoutSoonAfter);
                GoOn();
                break;
            case Preparation.Refused refused:
                Record(FarmerFacts.Refused(_state, wanted, refused.Failure, Now), GoOn);
                break;
            case Preparation.Unavailable unavailable:
                _log.Warning("{0}: {1} must wait: {2}", PersistenceId, wanted.Kind, unavailable.Reason);
                Timers.StartSingleTimer(nameof(Retry), Retry.Instance, RetryAfter);
                break;
            default:
                throw new InvalidOperationException($"{wanted.Kind} cannot be {prepared.Preparation}");
        }
    }

    void Refuse<T>(Domain.Failure failure) where T : FarmerCommand
    {
        _waiters.Answer<T>(new FarmerRefused(_id, failure));
        GoOn();
    }

    /// <summary>One event each; whatever of them was written before a crash is not found again.</summary>
    void RecordFound(IReadOnlyList<FoundPail> pails, int next)
    {
        while (next < pails.Count)
        {
            var pail = pails[next++];
            if (OwnPails.Found(_state, pail, Now) is not { } found) continue;
            _log.Warning("{0}: the chain shows a pail of block {1} that the journal does not know: it is harvested when its block is over", PersistenceId, pail.Block);
            Record(found, () => RecordFound(pails, next));
            return;
        }
        _waiters.Answer<FindPails>(Standing());
        GoOn();
    }
}
