using System.Threading.Channels;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Server;

/// <summary>Makes accounts with 10,000 XLM. It sends from several accounts of its own, so that many can ask in one ledger.</summary>
sealed class Friendbot
{
    const long StartingBalance = 10_000_0000000;
    const uint MaxLedgers = 8;
    const uint BidStroops = 10_000;

    readonly Chain _chain;
    readonly Channel<KeyPair> _minions = Channel.CreateUnbounded<KeyPair>();

    public Friendbot(Chain chain)
    {
        _chain = chain;
        foreach (var minion in chain.Keys.Minions) _minions.Writer.TryWrite(minion);
    }

    public abstract record Outcome
    {
        public sealed record Funded(Opaque Hash, TransactionEnvelope Envelope) : Outcome;

        public sealed record Refused(string Detail) : Outcome;
    }

    /// <summary>Answers when the account is there, or when it cannot be made.</summary>
    public async Task<Outcome> FundAsync(PublicKey account, CancellationToken cancel)
    {
        var minion = await _minions.Reader.ReadAsync(cancel);
        try
        {
            if (_chain.View.State.FindAccount(account) is not null) return new Outcome.Refused("account already funded to starting balance");
            var envelope = Build(minion, account);
            var answer = _chain.Submit(envelope);
            if (answer.Status != QueueStatus.Pending) return new Outcome.Refused($"friendbot's transaction was not taken: {answer.Status}");
            var applied = await _chain.WhenAppliedAsync(answer.Hash, _chain.View.State.Sequence + MaxLedgers, cancel);
            return applied switch
            {
                { Succeeded: true } => new Outcome.Funded(answer.Hash, envelope),
                null => new Outcome.Refused("friendbot's transaction did not get into a ledger"),
                _ => new Outcome.Refused("account already funded to starting balance"),
            };
        }
        finally
        {
            _minions.Writer.TryWrite(minion);
        }
    }

    TransactionEnvelope Build(KeyPair minion, PublicKey account)
    {
        var source = _chain.View.State.FindAccount(LedgerKeys.PublicKey(minion.PublicKey))!;
        var operation = new Operation(
            new MuxedAccount.Ed25519(_chain.Keys.Friendbot.PublicKey), new OperationBody.CreateAccount(new CreateAccountOp(account, StartingBalance)));
        var tx = new Transaction(
            new MuxedAccount.Ed25519(minion.PublicKey), BidStroops, source.SeqNum + 1, new Preconditions.None(), new Memo.None(), [operation], new TransactionExt.V0());
        return Signing.Sign(tx, _chain.Network, minion, _chain.Keys.Friendbot);
    }
}
