using System.Text;
using KalePool.Devnet.Host;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Simulation;

/// <summary>The <c>error</c> of a failed simulation: the host's error, then the events that led to it, newest first.</summary>
static class ErrorText
{
    public static string Of(SCError error, IReadOnlyList<(ContractEvent Event, bool Failed)> log)
    {
        var text = new StringBuilder($"HostError: {HostException.Text(error)}");
        var shown = log.Where(item => !IsLog(item.Event)).Reverse().ToList();
        if (shown.Count > 0) text.Append("\n\nEvent log (newest first):\n");
        for (var i = 0; i < shown.Count; i++) text.Append($"   {i}: {Describe(shown[i].Event, shown[i].Failed)}\n");
        return text.ToString();
    }

    static bool IsLog(ContractEvent happened) => Body(happened).Topics is [SCVal.Symbol first, ..] && first.Value.ToString() == "log";

    static ContractEventV0 Body(ContractEvent happened) => ((ContractEventBody.V0)happened.Body).Value;

    static string Describe(ContractEvent happened, bool failed)
    {
        var kind = happened.Type == ContractEventType.Diagnostic ? "Diagnostic" : happened.Type == ContractEventType.Contract ? "Contract" : "System";
        var contract = happened.ContractID is { } id ? $"contract:{ContractIds.Address(id)}, " : "";
        var body = Body(happened);
        var call = body.Topics is [SCVal.Symbol first, ..] && first.Value.ToString() == "fn_call";
        var topics = body.Topics.Select(topic => call && topic is SCVal.Bytes { Value: { Length: 32 } callee } ? ContractIds.Address(callee) : Text(topic));
        return $"[{(failed ? "Failed " : "")}{kind} Event{(failed ? " (not emitted)" : "")}] {contract}topics:[{string.Join(", ", topics)}], data:{Text(body.Data)}";
    }

    static string Text(SCVal value) => value switch
    {
        SCVal.Void => "Void",
        SCVal.Bool b => b.Value ? "true" : "false",
        SCVal.U32 n => $"{n.Value}",
        SCVal.I32 n => $"{n.Value}",
        SCVal.U64 n => $"{n.Value}",
        SCVal.I64 n => $"{n.Value}",
        SCVal.I128 n => $"{n.Value.ToInt128()}",
        SCVal.Symbol s => s.Value.ToString(),
        SCVal.String s => $"\"{s.Value}\"",
        SCVal.Bytes b => $"Bytes({b.Value})",
        SCVal.Error e => HostException.Text(e.Value),
        SCVal.Address a => Text(a.Value),
        SCVal.Vec v => $"[{string.Join(", ", (v.Value ?? []).Select(Text))}]",
        SCVal.Map m => $"{{{string.Join(", ", (m.Value ?? []).Select(entry => $"{Text(entry.Key)}: {Text(entry.Val)}"))}}}",
        _ => value.GetType().Name,
    };

    static string Text(SCAddress address) => address switch
    {
        SCAddress.Account account => account.Value.Address(),
        SCAddress.Contract contract => ContractIds.Address(contract.Value),
        SCAddress.MuxedAccount muxed => StrKey.EncodeMuxed(muxed.Value.Ed25519, muxed.Value.Id),
        _ => address.GetType().Name,
    };
}
