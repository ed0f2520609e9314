using KalePool.Pooler.Display;
using KalePool.Pooler.Machine;

namespace KalePool.Pooler.Running;

/// <summary>Says when hashing pauses and when it goes on.</summary>
sealed class GateTeller(HashingGate gate, Reporter reporter, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        string? said = null;
        while (true)
        {
            var closed = gate.Closed;
            if (closed != said) reporter.Say(closed is null ? new HashingResumed() : new HashingPaused(closed));
            said = closed;
            await Task.Delay(HashingGate.Glance, time, cancellation);
        }
    }
}
