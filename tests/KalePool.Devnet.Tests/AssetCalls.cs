using KalePool.Devnet.Ledger;
using KalePool.Devnet.Simulation;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>Calls of one contract by one account: simulated as a stranger's client would, then sent.</summary>
sealed class AssetCalls(TestChain chain, Opaque contract, KeyPair source)
{
    public static SCVal.Address Of(KeyPair key) => new(TestChain.AddressOf(key));

    public SimulationResult.Done Simulate(string function, params SCVal[] args)
    {
        var result = chain.Simulate(Build(function, args));
        return result as SimulationResult.Done ?? throw new InvalidOperationException(((SimulationResult.Failed)result).Text);
    }

    /// <summary>The first line of a refused simulation.</summary>
    public string Refusal(string function, params SCVal[] args) => Assert.IsType<SimulationResult.Failed>(chain.Simulate(Build(function, args))).Text.Split('\n')[0];

    public AppliedTransaction Invoke(string function, params SCVal[] args) => Send(function, Simulate(function, args), args);

    public AppliedTransaction Send(string function, SimulationResult.Done simulated, params SCVal[] args) => Send(function, simulated.Data, simulated.Auth, args);

    /// <summary>Sends a call that needs nobody's authorization.</summary>
    public AppliedTransaction Send(string function, SorobanTransactionData data, params SCVal[] args) => Send(function, data, [], args);

    public AppliedTransaction Send(string function, SorobanTransactionData data, XdrArray<SorobanAuthorizationEntry> auth, SCVal[] args)
    {
        var tx = Build(function, args);
        var body = ((OperationBody.InvokeHostFunction)tx.Operations[0].Body).Value;
        return chain.Apply(TransactionFactory.Soroban(tx.SourceAccount, tx.SeqNum, Bounds.None, Operations.Invoke(body with { Auth = auth }), data, TestChain.Bid), source);
    }

    /// <summary>Creates a contract, or whatever else a host function does, and gives what became of it.</summary>
    public static AppliedTransaction Run(TestChain chain, KeyPair source, HostFunction function)
    {
        var tx = TransactionFactory.ToSimulate(
            Addresses.Source(source.PublicKey), chain.Account(source).SeqNum + 1, Bounds.None, Operations.Invoke(new InvokeHostFunctionOp(function, [])));
        var simulated = chain.Simulate(tx) as SimulationResult.Done ?? throw new InvalidOperationException(((SimulationResult.Failed)chain.Simulate(tx)).Text);
        var operation = Operations.Invoke(new InvokeHostFunctionOp(function, simulated.Auth));
        return chain.Apply(TransactionFactory.Soroban(tx.SourceAccount, tx.SeqNum, Bounds.None, operation, simulated.Data, TestChain.Bid), source);
    }

    Transaction Build(string function, SCVal[] args) => TransactionFactory.ToSimulate(
        Addresses.Source(source.PublicKey), chain.Account(source).SeqNum + 1, Bounds.None,
        Operations.Invoke(new InvokeHostFunctionOp(new HostFunction.InvokeContract(new InvokeContractArgs(new SCAddress.Contract(contract), function, [.. args])), [])));
}
