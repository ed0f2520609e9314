using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply.Operations;

/// <summary>What a contract transaction is charged and what it answers; filled while it is applied.</summary>
/// <param name="nonRefundable">Stroops that are gone whatever happens.</param>
/// <param name="refundable">The rest of the declared resource fee: what events and rent do not use comes back.</param>
sealed class SorobanRun(long nonRefundable, long refundable)
{
    public long NonRefundable { get; } = nonRefundable;

    public long Refundable { get; } = refundable;

    public long RentFee { get; private set; }

    public long EventsFee { get; private set; }

    public SCVal? ReturnValue { get; set; }

    public List<DiagnosticEvent> Diagnostics { get; } = [];

    public long Refund => Refundable - RentFee - EventsFee;

    /// <summary>The ledger's own limits and refusals are told in a diagnostic event of no contract.</summary>
    public void Diagnose(SCError error, string message, params ReadOnlySpan<SCVal> details)
    {
        var topics = new SCVal[] { SCVals.Symbol("error"), new SCVal.Error(error) };
        var data = new SCVal.Vec([new SCVal.String(message), .. details]);
        Diagnostics.Add(new DiagnosticEvent(false, new ContractEvent(null, ContractEventType.Diagnostic, new ContractEventBody.V0(new ContractEventV0([.. topics], data)))));
    }

    public void Exceeded(string message, long used, long declared) =>
        Diagnose(new SCError.Budget(SCErrorCode.ExceededLimit), message, SCVals.U64((ulong)used), SCVals.U64((ulong)declared));

    /// <summary>Takes both from the refundable fee; false if it does not suffice, then nothing is taken.</summary>
    public bool TryConsume(long rent, long events)
    {
        if (rent + events > Refundable) return false;
        RentFee = rent;
        EventsFee = events;
        return true;
    }

    /// <summary>A failed transaction gets all of the refundable fee back.</summary>
    public void Fail()
    {
        RentFee = 0;
        EventsFee = 0;
        ReturnValue = null;
    }
}
