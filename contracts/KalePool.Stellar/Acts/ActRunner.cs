using System.Diagnostics;

namespace KalePool.Stellar.Acts;

/// <summary>Drives one act to its outcome. Stopping it at any moment loses nothing: the act is persisted, another runner resumes it.</summary>
public sealed class ActRunner(IActChain chain)
{
    /// <param name="resumed">The act may have been sent before.</param>
    public async Task<ActOutcome> RunAsync(ActEnvelope act, bool resumed, CancellationToken cancellation)
    {
        var (machine, step) = ActMachine.Start(act, resumed);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (step is ActStep.Settle settle) return settle.Outcome;
            (machine, step) = machine.Next(await CarryOutAsync(act, step, cancellation).ConfigureAwait(false));
        }
    }

    async Task<Observation> CarryOutAsync(ActEnvelope act, ActStep step, CancellationToken cancellation)
    {
        switch (step)
        {
            case ActStep.Send:
                return await chain.SendAsync(act, cancellation).ConfigureAwait(false);
            case ActStep.ReadSource:
                return await chain.ReadSourceAsync(act, cancellation).ConfigureAwait(false);
            case ActStep.LookUp:
                return await chain.LookUpAsync(act, cancellation).ConfigureAwait(false);
            case ActStep.Wait:
                await chain.NextLedgerAsync(cancellation).ConfigureAwait(false);
                return await chain.LookUpAsync(act, cancellation).ConfigureAwait(false);
            default:
                throw new UnreachableException(step.GetType().Name);
        }
    }
}
