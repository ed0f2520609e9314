using Akka.Actor;
using Akka.Event;
using KalePool.Actors.Ports;
using KalePool.Domain.Accounts;
using static KalePool.Actors.Accounts.AccountSignals;

namespace KalePool.Actors.Accounts;

/// <summary>What becomes of a transaction that was asked for: it is sent, it must wait, or those who are in it are given back.</summary>
public sealed partial class AccountActor
{
    /// <summary>The due row first: from the submission on somebody wakes this account.</summary>
    void Prepare(BatchKind kind, IReadOnlyList<BatchMember> members)
    {
        _preparing = true;
        PrepareAsync().PipeTo(Self, failure: e => new Prepared(kind, members, new BatchPreparation.Unavailable(e.Message)));

        async Task<Prepared> PrepareAsync()
        {
            await _due.AddAsync(_stopped.Token);
            return new Prepared(kind, members, kind switch
            {
                BatchKind.Harvest => await _acts.PrepareHarvestsAsync(_id, members, _state.HighestLedger, _stopped.Token),
                BatchKind.Rescue => await _acts.PrepareRescuesAsync(_id, members, _state.HighestLedger, _stopped.Token),
                BatchKind.Work => await _acts.PrepareWorksAsync(_id, members, _state.HighestLedger, _stopped.Token),
                _ => await _acts.PrepareFundingAsync(_id, _state.HighestLedger, _stopped.Token),
            });
        }
    }

    void PrepareCompensation()
    {
        _preparing = true;
        _owed.PrepareNextAsync(_state, _due.AddAsync, _stopped.Token).PipeTo(Self);
    }

    void OnCompensation(Prepared prepared)
    {
        if (prepared.Preparation is BatchPreparation.Unavailable { Reason: var reason }) _log.Warning("{0}: a compensation must wait: {1}", PersistenceId, reason);
        if (prepared.Preparation is not BatchPreparation.Ready { Envelope: { } envelope })
        {
            _owed.Answer(prepared.Preparation);
            GoOn();
            return;
        }
        Record(AccountDecisions.Submitted(_id, Guid.CreateVersion7(Now), BatchKind.Compensation, prepared.Members, [], envelope, Now), () =>
        {
            _owed.Answer(prepared.Preparation);
            _owed.AnswerPaying(_state);
            Settle(resumed: false);
        });
    }

    void OnPrepared(Prepared prepared)
    {
        if (prepared.Kind == BatchKind.Compensation)
        {
            OnCompensation(prepared);
            return;
        }
        if (prepared.Preparation is not BatchPreparation.Unavailable) _retries = 0;
        switch (prepared.Preparation)
        {
            case BatchPreparation.Ready { Envelope: { } envelope } ready:
                if (prepared.Kind == BatchKind.Funding) _queue.WantsFunding = false;
                if (ready.IsLow) AskForFunding();
                Record(AccountDecisions.Submitted(_id, Guid.CreateVersion7(Now), prepared.Kind, ready.Carried, prepared.Kind == BatchKind.Work ? [] : ready.Left, envelope, Now), () =>
                {
                    if (prepared.Kind == BatchKind.Work)
                    {
                        _works = ready.Carried;
                        _queue.GiveBack(ready.Left);
                        _queue.Keep(IsFree);
                    }
                    TellAskers();
                    Settle(resumed: false);
                });
                break;
            case BatchPreparation.Refused when prepared.Kind == BatchKind.Funding:
                _queue.WantsFunding = false;
                GoOn();
                break;
            case BatchPreparation.Refused refused:
                _log.Warning("{0}: {1} farmers are given back: {2}", PersistenceId, prepared.Members.Count, refused.Reason);
                if (refused.IsPoor) AskForFunding();
                Release(prepared.Kind, prepared.Members, refused.Reason);
                break;
            case BatchPreparation.Ready ready:
                Release(prepared.Kind, ready.Left, "gone, or not to be carried");
                break;
            case BatchPreparation.Unavailable unavailable when prepared.Kind == BatchKind.Rescue || prepared.Kind is BatchKind.Harvest or BatchKind.Work && _retries++ >= MostRetries:
                Release(prepared.Kind, prepared.Members, unavailable.Reason);
                break;
            case BatchPreparation.Unavailable unavailable:
                _log.Warning("{0}: a batch must wait: {1}", PersistenceId, unavailable.Reason);
                _queue.Add(prepared.Kind, prepared.Members);
                Timers.StartSingleTimer(nameof(Next), Next.Instance, RetryAfter);
                break;
        }
    }

    void Release(BatchKind kind, IReadOnlyList<BatchMember> members, string reason)
    {
        if (kind == BatchKind.Work) _queue.GiveBack(members);
        if (members.Count == 0 || kind == BatchKind.Work)
        {
            GoOn();
            return;
        }
        Record(AccountDecisions.Released(_id, kind, members, reason, Now), () =>
        {
            TellAskers();
            GoOn();
        });
    }
}
