using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using LedgerKeys = KalePool.Devnet.Ledger.LedgerKeys;

namespace KalePool.Devnet.Faults.Strangers;

/// <summary>An account whose key devnet has. It sends like anybody, by the queue, and waits for each transaction as long as a queue does.</summary>
sealed class Sender(Chain chain, KeyPair key)
{
    const uint LedgersInQueue = 4;

    (long Sequence, uint Ledger) _sent;

    public KeyPair Key => key;

    public SCAddress Address => new SCAddress.Account(LedgerKeys.PublicKey(key.PublicKey));

    public AccountEntry? Account(LedgerState state) => state.FindAccount(LedgerKeys.PublicKey(key.PublicKey));

    /// <summary>Whether it has an account and nothing on its way.</summary>
    public bool IsFree(LedgerState state) => Account(state) is { } account && (account.SeqNum >= _sent.Sequence || state.Sequence >= _sent.Ledger + LedgersInQueue);

    /// <param name="build">From the source and its next sequence number.</param>
    /// <returns>Whether it was sent: not while another one is on its way, nor without an account.</returns>
    public bool Send(LedgerState state, Func<MuxedAccount, long, Transaction> build)
    {
        if (!IsFree(state) || Account(state) is not { } account) return false;
        _sent = (account.SeqNum + 1, state.Sequence);
        chain.Submit(Sign(account, build));
        return true;
    }

    /// <summary>The same for whoever makes ledgers himself; null without an account.</summary>
    public TransactionEnvelope? Make(LedgerState state, Func<MuxedAccount, long, Transaction> build) => Account(state) is { } account ? Sign(account, build) : null;

    TransactionEnvelope Sign(AccountEntry account, Func<MuxedAccount, long, Transaction> build) =>
        build(new MuxedAccount.Ed25519(key.PublicKey), account.SeqNum + 1).Sign(chain.Network, key);
}
