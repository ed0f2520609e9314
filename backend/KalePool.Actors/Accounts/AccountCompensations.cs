using Akka.Actor;
using KalePool.Actors.Ports;
using KalePool.Domain.Accounts;
using KalePool.Domain.Farmers;
using static KalePool.Actors.Accounts.AccountSignals;

namespace KalePool.Actors.Accounts;

/// <summary>What the backend owes farmers and the account is to pay: one after another. Not journaled: whoever asked asks again.</summary>
sealed class AccountCompensations(string account, IAccountActs acts, IActorRef farmers)
{
    static readonly TimeSpan FarmerPatience = TimeSpan.FromSeconds(10);

    readonly Queue<(CarryCompensation Owed, IActorRef Asker)> _waiting = [];
    (CarryCompensation Owed, IActorRef Asker)? _now;

    public bool HasAny => _waiting.Count > 0;

    public void Add(CarryCompensation owed, IActorRef asker) => _waiting.Enqueue((owed, asker));

    /// <summary>Whoever has asked meanwhile for what is under way now need not wait for its end.</summary>
    public void AnswerPaying(AccountState state)
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var (owed, asker) = _waiting.Dequeue();
            if (IsPaying(state, owed)) asker.Tell(new CompensationCarried(account, owed.Block, owed.FarmerId, null));
            else _waiting.Enqueue((owed, asker));
        }
    }

    /// <summary>Whether a payment of it is under way, or made and not in the farmer's journal yet.</summary>
    public static bool IsPaying(AccountState state, CarryCompensation owed) => state.StepOf(BatchKind.Compensation, owed.Block, owed.FarmerId) != MemberStep.Free;

    /// <summary>
    /// The next one. What is owed the farmer's own journal says, which is asked while nothing is under way: whatever this account has paid is in it by then.
    /// </summary>
    public async Task<Prepared> PrepareNextAsync(AccountState state, Func<CancellationToken, Task> mark, CancellationToken cancellation)
    {
        _now = _waiting.Dequeue();
        var owed = _now.Value.Owed;
        var member = new BatchMember(owed.Block, owed.FarmerId, "");
        try
        {
            await mark(cancellation).ConfigureAwait(false);
            if (IsPaying(state, owed) || await farmers.Ask<FarmerReply>(new GetFarmer(owed.FarmerId), FarmerPatience, cancellation).ConfigureAwait(false) is not FarmerStanding farmer) return Of(new BatchPreparation.Ready(null, [], []));
            var isInDoubt = state.InDoubt.Contains(new MemberKey(BatchKind.Compensation, owed.Block, owed.FarmerId));
            return Of(CompensationDue.Of(farmer, member, owed.Since, isInDoubt) is { } due
                ? await acts.PrepareCompensationAsync(account, due, state.HighestLedger, cancellation).ConfigureAwait(false)
                : new BatchPreparation.Ready(null, [], []));
        }
        catch (Exception e)
        {
            return Of(new BatchPreparation.Unavailable(e.Message));
        }

        Prepared Of(BatchPreparation preparation) => new(BatchKind.Compensation, [member], preparation);
    }

    /// <summary>Tells whoever asked, and the farmer of a payment that the chain has already.</summary>
    public void Answer(BatchPreparation preparation)
    {
        var (owed, asker) = _now ?? throw new InvalidOperationException("no compensation was looked at");
        _now = null;
        if (preparation is BatchPreparation.Found { Payment: var payment }) farmers.Tell(payment);
        asker.Tell(new CompensationCarried(account, owed.Block, owed.FarmerId, (preparation as BatchPreparation.Refused)?.Reason));
    }
}
