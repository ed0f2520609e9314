using System.Runtime.CompilerServices;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rpc;

/// <summary>An event with its place: fee charges come before all transactions of a ledger, refunds after them.</summary>
sealed record LedgerEvent(AppliedTransaction Tx, ContractEvent Event, long Toid, uint Index, int TransactionIndex, int OperationIndex)
{
    public string Id => Rpc.Toid.EventId(Toid, Index);

    /// <summary>Many ask for the same ledger: its events are put in order once, and forgotten with it.</summary>
    static readonly ConditionalWeakTable<ClosedLedger, IReadOnlyList<LedgerEvent>> Known = [];

    /// <summary>All events of a ledger, ids ascending.</summary>
    public static IReadOnlyList<LedgerEvent> Of(ClosedLedger ledger) => Known.GetValue(ledger, InOrder);

    static IReadOnlyList<LedgerEvent> InOrder(ClosedLedger ledger)
    {
        var found = new List<(AppliedTransaction Tx, ContractEvent Event, int Transaction, int Operation)>();
        foreach (var tx in ledger.Transactions)
        {
            foreach (var own in tx.Meta.Events)
            {
                found.Add(own.Stage switch
                {
                    TransactionEventStage.BeforeAllTxs => (tx, own.Event, 0, 0),
                    TransactionEventStage.AfterTx => (tx, own.Event, tx.Order, Rpc.Toid.AfterOperations),
                    _ => (tx, own.Event, Rpc.Toid.AfterAllTransactions, 0),
                });
            }
            for (var i = 0; i < tx.Meta.Operations.Count; i++)
            {
                foreach (var happened in tx.Meta.Operations[i].Events) found.Add((tx, happened, tx.Order, i));
            }
        }
        return
        [
            .. found
                .GroupBy(item => (item.Transaction, item.Operation))
                .OrderBy(group => group.Key)
                .SelectMany(group => group.Select((item, i) =>
                    new LedgerEvent(item.Tx, item.Event, Rpc.Toid.Of(ledger.Sequence, item.Transaction, item.Operation), (uint)i, item.Transaction, item.Operation))),
        ];
    }
}
