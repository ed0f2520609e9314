using KalePool.Devnet.Apply;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Assets = KalePool.Devnet.Ledger.Assets;
using LedgerKeys = KalePool.Devnet.Ledger.LedgerKeys;

namespace KalePool.Devnet.Faults.Strangers;

/// <summary>Fills what the queue takes and what ledgers hold, in operations and in instructions, with transactions that succeed and change nothing.</summary>
sealed class LedgerFiller(Chain chain, IReadOnlyList<Sender> classic, IReadOnlyList<Sender> contracts)
{
    /// <summary>Ledgers' worth that the queue takes.</summary>
    const int ClassicLedgers = 4;
    const int ContractLedgers = 2;

    /// <summary>Transactions that fill one ledger at most.</summary>
    const int MostClassic = 12;
    const int MostContracts = 10;

    public const int ClassicSenders = ClassicLedgers * MostClassic;
    public const int ContractSenders = ContractLedgers * MostContracts;

    /// <summary>The highest price of an event and the return value of a call that reads.</summary>
    const long RefundableFee = 10_000;

    public static bool CanFill(LedgerLimits limits) => ClassicNeeded(limits) <= MostClassic && ContractsNeeded(limits) <= MostContracts;

    public void Step(LedgerState state, Crowd crowd)
    {
        var limits = chain.Settings.Limits;
        // Where a part of each ledger is to stay free, no more may wait than a ledger's part.
        var isFull = crowd.FreePercent == 0;
        var operations = limits.LedgerClassicOperations * (100L - crowd.FreePercent) / 100;
        for (var (i, left) = (0, operations * (isFull ? ClassicLedgers : 1)); i < classic.Count && left > 0; i++)
        {
            var count = (int)Math.Min(left, TransactionFactory.MaxOperations);
            left -= count;
            classic[i].Send(state, (source, sequence) => TransactionFactory.Classic(source, sequence, Bounds.None, [.. Enumerable.Repeat(Nothing, count)], crowd.Bid));
        }
        var needed = ContractsNeeded(limits);
        var instructions = (uint)(limits.LedgerInstructions * (100L - crowd.FreePercent) / 100 / needed);
        for (var i = 0; i < needed * (isFull ? ContractLedgers : 1); i++) contracts[i].Send(state, (source, sequence) => Reading(source, sequence, instructions, crowd.Bid));
    }

    static Operation Nothing { get; } = new(null, new OperationBody.BumpSequence(new BumpSequenceOp(0)));

    /// <summary>Asks the asset contract of XLM how many decimals it has, and declares far more than that takes.</summary>
    Transaction Reading(MuxedAccount source, long sequence, uint instructions, uint bid)
    {
        var contract = new SCAddress.Contract(Assets.Native.ContractId(chain.Network));
        var call = Operations.Invoke(new InvokeHostFunctionOp(new HostFunction.InvokeContract(new InvokeContractArgs(contract, "decimals", [])), []));
        var resources = new SorobanResources(new LedgerFootprint([LedgerKeys.Instance(contract)], []), instructions, 0, 0);
        var data = new SorobanTransactionData(new SorobanTransactionDataExt.V0(), resources, 0);
        var fee = ResourceFees.NonRefundable(data, EnvelopeBytes, chain.Settings.Fees) + RefundableFee;
        return TransactionFactory.Soroban(source, sequence, Bounds.None, call, data with { ResourceFee = fee }, bid);
    }

    /// <summary>More than the envelope of such a call has.</summary>
    const int EnvelopeBytes = 1_000;

    static long ClassicNeeded(LedgerLimits limits) => (limits.LedgerClassicOperations + TransactionFactory.MaxOperations - 1) / TransactionFactory.MaxOperations;

    static long ContractsNeeded(LedgerLimits limits) => (limits.LedgerInstructions + limits.TransactionInstructions - 1) / limits.TransactionInstructions;
}
