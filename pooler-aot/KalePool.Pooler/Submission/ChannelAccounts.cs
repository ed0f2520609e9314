using KalePool.Pooler.Chain;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Submission;

/// <summary>Opens, tops up and closes channel accounts.</summary>
/// <remarks>
/// Nothing of it is journaled. What is missing and the payer's sequence number are read in one snapshot, and every transaction here uses the number after
/// that one: of two runs, however they were killed, only one can land on the same snapshot, and the other is built anew from the next.
/// </remarks>
sealed class ChannelAccounts(ChainReader reader, ActRunner runner, Network network, KeyPair payer, TimeProvider time)
{
    /// <summary>They pay nothing, so that the reserve suffices: two entries of 0.5 XLM.</summary>
    public const long Balance = 10_000_000;

    /// <summary>The payer and 19 channels sign.</summary>
    const int ClosedTogether = Signatures.MaxSignatures - 1;

    /// <summary>Stroops an operation, at most; 100 is charged in quiet ledgers.</summary>
    const uint Bid = 10_000;

    const int LifeInLedgers = 10;

    static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    /// <param name="Balance">Stroops of XLM; null where it is not open.</param>
    public sealed record Status(int Number, string Address, long? Balance);

    public async Task<IReadOnlyList<Status>> ReadAsync(int count, CancellationToken cancellation)
    {
        var snapshot = await SnapshotAsync(count, cancellation);
        return [.. snapshot.Channels.Select((channel, number) => new Status(number, channel.Key.Address, channel.Entry?.Balance))];
    }

    /// <summary>Opens those that are missing and tops up those below the reserve.</summary>
    /// <returns>How many were opened or topped up.</returns>
    /// <exception cref="ChannelException">A transaction failed.</exception>
    public Task<int> OpenAsync(int count, CancellationToken cancellation) => RunAsync(count, TransactionFactory.MaxOperations, ToOpen, isSignedByEach: false, cancellation);

    /// <summary>Merges all open ones back into the payer's account.</summary>
    /// <returns>How many were closed.</returns>
    /// <exception cref="ChannelException">A transaction failed.</exception>
    public Task<int> CloseAsync(int count, CancellationToken cancellation) => RunAsync(count, ClosedTogether, ToClose, isSignedByEach: true, cancellation);

    static Operation? ToOpen(Channel channel, MuxedAccount _) => channel.Entry switch
    {
        null => Operations.CreateAccount(new PublicKey.PublicKeyTypeEd25519(channel.Key.PublicKey), Balance),
        { Balance: < Balance } low => Operations.Payment(MuxedOf(channel.Key), new Asset.Native(), Balance - low.Balance),
        _ => null,
    };

    static Operation? ToClose(Channel channel, MuxedAccount payer) => channel.Entry is null ? null : Operations.AccountMerge(payer, MuxedOf(channel.Key));

    /// <summary>Snapshot by snapshot, until nothing is left to do.</summary>
    async Task<int> RunAsync(int count, int together, Func<Channel, MuxedAccount, Operation?> needed, bool isSignedByEach, CancellationToken cancellation)
    {
        var done = 0;
        uint atLeast = 0;
        while (true)
        {
            var snapshot = await SnapshotAsync(count, cancellation);
            if (snapshot.Ledger < atLeast)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
                continue;
            }
            (Channel Channel, Operation Operation)[] todo =
            [
                .. snapshot.Channels.Select(channel => (channel, needed(channel, MuxedOf(payer)))).Where(each => each.Item2 is not null).Take(together)
                    .Select(each => (each.channel, each.Item2!)),
            ];
            if (todo.Length == 0) return done;
            KeyPair[] signers = [payer, .. todo.Where(_ => isSignedByEach).Select(each => each.Channel.Key)];
            var outcome = await runner.RunAsync(Build(snapshot, [.. todo.Select(each => each.Operation)], signers), resumed: false, cancellation);
            if (outcome is ActOutcome.Success success) (done, atLeast) = (done + todo.Length, success.Ledger);
            else if (outcome is ActOutcome.Failed failed) throw new ChannelException($"transaction failed in ledger {failed.Ledger}: {ReasonOf(failed)}; does {payer.Address} hold enough XLM?");
            else if (outcome is ActOutcome.NotHappened { LastRefusal: { } refusal } && !refusal.Contains("TRY_AGAIN", StringComparison.Ordinal) && !refusal.Contains("BadSeq", StringComparison.Ordinal))
                throw new ChannelException($"the network refused the transaction: {refusal}");
        }
    }

    ActEnvelope Build(Snapshot snapshot, IReadOnlyCollection<Operation> operations, KeyPair[] signers)
    {
        var maxLedger = snapshot.Ledger + 1 + LifeInLedgers;
        var maxTime = (time.GetUtcNow() + Life).ToUnixTimeSeconds();
        var tx = TransactionFactory.Classic(
            MuxedOf(payer), checked(snapshot.Sequence + 1), new Bounds(MaxTime: (ulong)maxTime, MaxLedger: maxLedger), operations, Bid);
        return new(
            Convert.ToHexStringLower(TransactionHash.Of(tx, network).Span), tx.Sign(network, signers).ToBase64(), payer.Address, tx.SeqNum, maxLedger, maxTime, snapshot.Ledger);
    }

    async Task<Snapshot> SnapshotAsync(int count, CancellationToken cancellation)
    {
        var keys = ChannelKeys.Of(payer, ..count);
        var (ledger, accounts) = await reader.ReadAccountsAsync([payer, .. keys], cancellation);
        if (accounts[0] is not { } own) throw new ChannelException($"the account {payer.Address} of POOLER_SECRET_KEY does not exist on this network: it needs XLM");
        return new(ledger, own.SeqNum, [.. keys.Select((key, number) => new Channel(key, accounts[number + 1]))]);
    }

    static string ReasonOf(ActOutcome.Failed failed) => XdrCodec.FromBase64<TransactionResult>(failed.ResultXdr).Result switch
    {
        TransactionResultResult.TxFailed { Value: var results } =>
            results.OfType<OperationResult.OpInner>().Select(result => Inner(result.Value)).FirstOrDefault(name => !name.EndsWith("Success", StringComparison.Ordinal)) ?? "TxFailed",
        var other => other.GetType().Name,
    };

    static string Inner(OperationResultTr result) => result switch
    {
        OperationResultTr.CreateAccount { Value: var value } => value.GetType().Name,
        OperationResultTr.Payment { Value: var value } => value.GetType().Name,
        OperationResultTr.AccountMerge { Value: var value } => value.GetType().Name,
        _ => result.GetType().Name,
    };

    static MuxedAccount.Ed25519 MuxedOf(KeyPair key) => new(key.PublicKey);

    sealed record Channel(KeyPair Key, AccountEntry? Entry);

    sealed record Snapshot(uint Ledger, long Sequence, IReadOnlyList<Channel> Channels);
}

/// <summary>Channel accounts cannot be opened or closed; the message is one line that a person can act on.</summary>
sealed class ChannelException(string message) : Exception(message);
