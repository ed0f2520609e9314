namespace KalePool.Stellar.Acts;

/// <summary>What an act needs of a chain. Each call is one question to one node; no call throws for what the network does, it says <see cref="Observation.Silence"/>.</summary>
public interface IActChain
{
    Task<Observation> SendAsync(ActEnvelope act, CancellationToken cancellation);

    Task<Observation> LookUpAsync(ActEnvelope act, CancellationToken cancellation);

    Task<Observation> ReadSourceAsync(ActEnvelope act, CancellationToken cancellation);

    /// <summary>Returns when another ledger may have closed.</summary>
    Task NextLedgerAsync(CancellationToken cancellation);
}
