using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>Puts what a simulation found into the transaction that was simulated.</summary>
public static class SimulationAssembly
{
    /// <summary>
    /// The same source, sequence, bounds and bid, with the simulation's resources, and its authorisation entries if the operation has none.
    /// Entries by address are still to be signed, then the transaction.
    /// </summary>
    /// <exception cref="SimulationFailedException">The simulation failed.</exception>
    /// <exception cref="RpcException">The answer has no resources, or bad ones.</exception>
    /// <exception cref="ArgumentException">Not one contract operation, or the fee is more than the wire can hold.</exception>
    public static Transaction Assemble(this Transaction transaction, SimulateTransactionResponse simulation)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(simulation);
        if (simulation.Error is not null) throw new SimulationFailedException(simulation.Error);
        if (transaction.Operations.Count != 1 || !transaction.Operations[0].IsSoroban())
            throw new ArgumentException("one contract operation expected", nameof(transaction));
        var data = simulation.DecodeTransactionData();
        if (data.ResourceFee < 0) throw RpcException.BadContent("simulateTransaction", "transactionData: a negative resource fee");
        var bid = transaction.Fee - FeeBumps.ResourceFee(transaction);
        return transaction with
        {
            Fee = TransactionFactory.Fee(checked(bid + data.ResourceFee)),
            Operations = [WithAuth(transaction.Operations[0], simulation)],
            Ext = new TransactionExt.V1(data),
        };
    }

    static Operation WithAuth(Operation operation, SimulateTransactionResponse simulation)
    {
        if (operation.Body is not OperationBody.InvokeHostFunction { Value: { Auth.Count: 0 } call }) return operation;
        if (simulation.Results.Count != 1) throw RpcException.BadContent("simulateTransaction", $"results: one expected, not {simulation.Results.Count}");
        return operation with { Body = new OperationBody.InvokeHostFunction(call with { Auth = simulation.Results[0].DecodeAuth() }) };
    }
}
