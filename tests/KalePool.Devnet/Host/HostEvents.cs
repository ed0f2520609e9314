using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>Contract events and diagnostics of one run, in the order in which they happened.</summary>
public sealed class HostEvents
{
    readonly List<(ContractEvent Event, bool Failed)> _log = [];

    public int Count => _log.Count;

    /// <summary>Everything, with whether the inner call that it belongs to failed.</summary>
    public IReadOnlyList<(ContractEvent Event, bool Failed)> Log => _log;

    /// <summary>What is charged for and stored: events of contracts and of the system, of calls that did not fail.</summary>
    public IReadOnlyList<ContractEvent> Contract => [.. _log.Where(item => !item.Failed && item.Event.Type != ContractEventType.Diagnostic).Select(item => item.Event)];

    public void Emit(Opaque contract, XdrArray<SCVal> topics, SCVal data) => Add(ContractEventType.Contract, contract, topics, data);

    public void EmitSystem(Opaque contract, XdrArray<SCVal> topics, SCVal data) => Add(ContractEventType.System, contract, topics, data);

    public void Diagnose(Opaque? contract, XdrArray<SCVal> topics, SCVal data) => Add(ContractEventType.Diagnostic, contract, topics, data);

    /// <summary>What happened since <paramref name="count"/> belongs to a call that failed.</summary>
    public void MarkFailed(int count)
    {
        for (var i = count; i < _log.Count; i++) _log[i] = (_log[i].Event, true);
    }

    public List<DiagnosticEvent> Diagnostics(bool succeeded) => [.. _log.Select(item => new DiagnosticEvent(succeeded && !item.Failed, item.Event))];

    void Add(ContractEventType type, Opaque? contract, XdrArray<SCVal> topics, SCVal data) =>
        _log.Add((new ContractEvent(contract, type, new ContractEventBody.V0(new ContractEventV0(topics, data))), false));
}
