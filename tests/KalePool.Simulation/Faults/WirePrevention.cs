using System.Text.Json;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Simulation.Faults;

/// <summary>What a fault on the backend's wire prevents: a transaction's is its wallet's alone, a question's everybody's, for the wire does not say who asks.</summary>
sealed class WirePrevention(Disturbances disturbances)
{
    public void Note(byte[] body, WireFault fault)
    {
        using var json = JsonDocument.Parse(body);
        var method = json.RootElement.GetProperty("method").GetString();
        // The events are the watch's of deposits, and a search's after a harvest: nobody waits for them with a rescue.
        if (method == "getEvents" || fault == WireFault.Repeated) return;
        var transaction = method is "sendTransaction" or "simulateTransaction"
            ? Envelopes.Inner(XdrCodec.FromBase64<TransactionEnvelope>(json.RootElement.GetProperty("params").GetProperty("transaction").GetString()!))
            : null;
        var whom = transaction?.SourceAccount.ToText();
        // Nobody knows whether it is on its way, and the wallet does nothing else until its time is over.
        if (method == "sendTransaction" && fault is WireFault.Dropped or WireFault.TryAgain or WireFault.LostBefore or WireFault.RefusedBefore) disturbances.Prevent(whom, EndOf(transaction!));
        else disturbances.Prevent(whom, fault is WireFault.LostBefore or WireFault.LostAfter or WireFault.Late ? Disturbances.Silence : Disturbances.Refusal);
    }

    static DateTimeOffset EndOf(Transaction transaction) => DateTimeOffset.FromUnixTimeSeconds((long)Bounds.Of(transaction.Cond).MaxTime);
}
