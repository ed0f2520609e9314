using Akka.Actor;
using KalePool.Domain.Farmers;

namespace KalePool.Actors.Farmers;

/// <summary>Commands whose answer is not known yet. A repeat from the same sender waits once.</summary>
sealed class FarmerWaiters
{
    readonly List<(FarmerCommand Command, IActorRef Sender)> _waiting = [];

    public void Add(FarmerCommand command, IActorRef sender)
    {
        _waiting.RemoveAll(w => w.Sender.Equals(sender) && Rank(w.Command) == Rank(command) && BlockOf(w.Command) == BlockOf(command));
        _waiting.Add((command, sender));
    }

    /// <summary>Plants first: a block closes for planting long before a harvest is late.</summary>
    public IReadOnlyList<(FarmerCommand Command, IActorRef Sender)> TakeAll()
    {
        var all = _waiting.OrderBy(w => Rank(w.Command)).ThenBy(w => BlockOf(w.Command)).ToList();
        _waiting.Clear();
        return all;
    }

    /// <summary>Tells all who wait for this kind of command.</summary>
    public void Answer<T>(FarmerReply reply) where T : FarmerCommand
    {
        foreach (var (_, sender) in _waiting.Where(w => w.Command is T)) sender.Tell(reply);
        _waiting.RemoveAll(w => w.Command is T);
    }

    /// <summary>Whoever asked asks again.</summary>
    public void ForgetRescues() => _waiting.RemoveAll(w => w.Command is Rescue or SubmitWork);

    /// <inheritdoc cref="ForgetRescues"/>
    public void Forget<T>() where T : FarmerCommand => _waiting.RemoveAll(w => w.Command is T);

    static int Rank(FarmerCommand command) => command switch
    {
        ConfirmFunding => 0,
        Plant or Rescue or SubmitWork or OpenNext => 1,
        Harvest or RecordBatchHarvest => 2,
        CheckBalance => 3,
        SettleCompensation or PayCompensation => 5,
        KeepPails => 6,
        FindPails => 7,
        _ => 4,
    };

    static uint BlockOf(FarmerCommand command) => command switch
    {
        Plant p => p.Slot.Block,
        OpenNext o => o.Slot.Block,
        Rescue r => r.Block,
        SubmitWork w => w.Block,
        Harvest h => h.Block,
        SettleCompensation c => c.Block,
        PayCompensation c => c.Block,
        RecordBatchHarvest h => h.Block,
        _ => 0,
    };
}
