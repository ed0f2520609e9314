using System.Security.Cryptography;
using System.Text;
using KalePool.Devnet.Queue;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>Weights, thresholds and the four kinds of signers.</summary>
public class SignersSpec
{
    static readonly SetOptionsOp Nothing = new(null, null, null, null, null, null, null, null, null);

    readonly TestChain _chain = new();
    readonly KeyPair _key;
    readonly KeyPair _other;

    public SignersSpec()
    {
        _key = _chain.NewAccount();
        _other = _chain.NewAccount();
    }

    [Fact]
    public void An_operation_needs_the_weight_of_its_own_level()
    {
        Assert.True(Set(Nothing with { MasterWeight = 1, LowThreshold = 1, MedThreshold = 2, HighThreshold = 3, Signer = Signer(_other, 1) }).Succeeded);

        var one = _chain.Send(Pay(), _key);
        Assert.Equal(new OperationResult.OpBadAuth(), Assert.Single(Assert.IsType<TransactionResultResult.TxFailed>(one.Result!.Result).Value));
        Assert.True(_chain.Apply(Pay(), _key, _other).Succeeded);
        Assert.True(_chain.Apply(_chain.Classic(_key, [new Operation(null, new OperationBody.BumpSequence(new BumpSequenceOp(1)))]), _key).Succeeded);
        var merge = _chain.Send(_chain.Classic(_key, [Operations.AccountMerge(Addresses.Source(_other.PublicKey))]), _key, _other);
        Assert.IsType<TransactionResultResult.TxFailed>(merge.Result!.Result);
    }

    [Fact]
    public void A_signer_takes_a_reserve_and_gives_it_back()
    {
        Set(Nothing with { Signer = Signer(_other, 1) });
        Assert.Equal((1, 1u), (_chain.Account(_key).Signers.Count, _chain.Account(_key).NumSubEntries));

        Assert.True(_chain.Apply(Pay(), _other).Succeeded);
        Set(Nothing with { Signer = Signer(_other, 0) });
        Assert.Equal((0, 0u), (_chain.Account(_key).Signers.Count, _chain.Account(_key).NumSubEntries));
        Assert.IsType<TransactionResultResult.TxBadAuth>(_chain.Send(Pay(), _other).Result!.Result);
    }

    [Fact]
    public void A_hash_signs_by_its_preimage()
    {
        var preimage = Encoding.ASCII.GetBytes("open sesame");
        var hash = new Opaque(SHA256.HashData(preimage));
        Set(Nothing with { Signer = new Signer(new SignerKey.HashX(hash), 1) });

        var tx = Pay();
        var signed = new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [new DecoratedSignature(new Opaque(hash.Span[^4..]), preimage)]));
        Assert.True(_chain.Apply(signed).Succeeded);
    }

    [Fact]
    public void A_transaction_signed_for_beforehand_needs_no_signature_and_uses_its_signer_up()
    {
        var later = Pay() with { SeqNum = _chain.Account(_key).SeqNum + 2 };
        Set(Nothing with { Signer = new Signer(new SignerKey.PreAuthTx(TransactionHash.Of(later, _chain.Chain.Network)), 1) });

        var applied = _chain.Apply(new TransactionEnvelope.Tx(new TransactionV1Envelope(later, [])));

        Assert.True(applied.Succeeded);
        Assert.Equal((0, 0u), (_chain.Account(_key).Signers.Count, _chain.Account(_key).NumSubEntries));
    }

    [Fact]
    public void An_extra_signer_of_the_preconditions_must_sign()
    {
        var tx = Pay() with { Cond = new Preconditions.V2(new PreconditionsV2(null, null, null, 0, 0, [new SignerKey.Ed25519(_other.PublicKey)])) };

        Assert.IsType<TransactionResultResult.TxBadAuth>(_chain.Send(tx, _key).Result!.Result);
        Assert.Equal(QueueStatus.Pending, _chain.Send(tx, _key, _other).Status);
    }

    [Fact]
    public void An_extra_signer_of_an_empty_payload_is_malformed()
    {
        var empty = new SignerKey.Ed25519SignedPayload(new SignerKeyEd25519SignedPayload(_other.PublicKey, new Opaque([])));
        var tx = Pay() with { Cond = new Preconditions.V2(new PreconditionsV2(null, null, null, 0, 0, [empty])) };

        Assert.IsType<TransactionResultResult.TxMalformed>(_chain.Send(tx, _key).Result!.Result);
    }

    [Fact]
    public void A_payload_is_signed_in_place_of_the_transaction()
    {
        Opaque payload = "the pool agrees"u8.ToArray();
        var signer = new SignerKey.Ed25519SignedPayload(new SignerKeyEd25519SignedPayload(_other.PublicKey, payload));
        var tx = Pay() with { Cond = new Preconditions.V2(new PreconditionsV2(null, null, null, 0, 0, [signer])) };
        var hint = _other.PublicKey.Span[^4..].ToArray().Zip(payload.Span[^4..].ToArray(), (a, b) => (byte)(a ^ b)).ToArray();
        var own = ((TransactionEnvelope.Tx)tx.Sign(_chain.Chain.Network, _key)).Value.Signatures;

        var signed = new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [.. own, new DecoratedSignature(hint, _other.Sign(payload.Span))]));

        Assert.True(_chain.Apply(signed).Succeeded);
    }

    [Fact]
    public void The_preimage_of_a_hash_is_taken_before_a_signature()
    {
        var preimage = Encoding.ASCII.GetBytes("open sesame");
        var hash = new Opaque(SHA256.HashData(preimage));
        Set(Nothing with { MasterWeight = 2, LowThreshold = 1, MedThreshold = 2, Signer = new Signer(new SignerKey.HashX(hash), 1) });
        var tx = Pay();
        var own = ((TransactionEnvelope.Tx)tx.Sign(_chain.Chain.Network, _key)).Value.Signatures;

        // The key alone would do for all; since the hash comes first, it suffices for the transaction and the payment needs both: none is left over.
        var both = new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [.. own, new DecoratedSignature(new Opaque(hash.Span[^4..]), preimage)]));

        Assert.True(_chain.Apply(both).Succeeded);
    }

    [Fact]
    public void A_fee_bump_signed_for_beforehand_uses_its_signer_up_whatever_becomes_of_it()
    {
        var payer = _chain.NewAccount();
        var inner = Pay().Sign(_chain.Chain.Network, _key);
        var bump = FeeBumps.Of(inner, Addresses.Source(payer.PublicKey), 2_000);
        var set = Nothing with { Signer = new Signer(new SignerKey.PreAuthTx(TransactionHash.Of(bump, _chain.Chain.Network)), 1) };
        Assert.True(_chain.Apply(_chain.Classic(payer, [new Operation(null, new OperationBody.SetOptions(set))]), payer).Succeeded);

        var applied = _chain.Apply(new TransactionEnvelope.TxFeeBump(new FeeBumpTransactionEnvelope(bump, [])));

        Assert.True(applied.Succeeded);
        Assert.Equal((0, 0u), (_chain.Account(payer).Signers.Count, _chain.Account(payer).NumSubEntries));
        Assert.Contains(applied.Meta.TxChangesBefore, change => change is LedgerEntryChange.Updated { Value.Data: LedgerEntryData.Account { Value.Signers.Count: 0 } account } && account.Value.AccountID == Addresses.Account(payer.PublicKey));
    }

    [Fact]
    public void A_sequence_may_rest_for_ledgers_and_a_transaction_wait_for_one()
    {
        Assert.True(_chain.Apply(Pay(), _key).Succeeded);
        var used = _chain.State.Sequence;
        Assert.IsType<TransactionResultResult.TxBadMinSeqAgeOrGap>(_chain.Send(Pay() with { Cond = new Preconditions.V2(new PreconditionsV2(null, null, null, 0, 3, [])) }, _key).Result!.Result);
        Assert.IsType<TransactionResultResult.TxTooEarly>(_chain.Send(Pay() with { Cond = new Preconditions.V2(new PreconditionsV2(null, new LedgerBounds(used + 3, 0), null, 0, 0, [])) }, _key).Result!.Result);
        Assert.IsType<TransactionResultResult.TxTooLate>(_chain.Send(Pay() with { Cond = new Preconditions.V2(new PreconditionsV2(null, new LedgerBounds(0, used + 1), null, 0, 0, [])) }, _key).Result!.Result);
        _chain.Close();
        _chain.Close();

        var both = Pay() with { Cond = new Preconditions.V2(new PreconditionsV2(null, new LedgerBounds(used + 3, used + 4), null, 0, 3, [])) };
        Assert.True(_chain.Apply(both, _key).Succeeded);
    }

    [Fact]
    public void The_first_sequence_of_a_ledger_is_nobodys()
    {
        var bump = new Operation(null, new OperationBody.BumpSequence(new BumpSequenceOp(((long)_chain.State.Sequence + 2 << 32) - 1)));
        Assert.True(_chain.Apply(_chain.Classic(_key, [bump]), _key).Succeeded);

        Assert.IsType<TransactionResultResult.TxBadSeq>(_chain.Send(Pay(), _key).Result!.Result);
        _chain.Close();
        Assert.Equal(QueueStatus.Pending, _chain.Send(Pay(), _key).Status);
    }

    [Fact]
    public void A_sequence_may_jump_where_the_preconditions_allow_it_and_be_made_to_rest()
    {
        var sequence = _chain.Account(_key).SeqNum;
        var jump = Pay() with { SeqNum = sequence + 7, Cond = new Preconditions.V2(new PreconditionsV2(null, null, sequence, 0, 0, [])) };
        Assert.True(_chain.Apply(jump, _key).Succeeded);
        Assert.Equal(sequence + 7, _chain.Account(_key).SeqNum);

        var rested = Pay() with { Cond = new Preconditions.V2(new PreconditionsV2(null, null, null, 60, 0, [])) };
        Assert.IsType<TransactionResultResult.TxBadMinSeqAgeOrGap>(_chain.Send(rested, _key).Result!.Result);
        _chain.Close(60);
        Assert.Equal(QueueStatus.Pending, _chain.Send(rested, _key).Status);
    }

    Transaction Pay() => _chain.Classic(_key, [Operations.Payment(Addresses.Source(_other.PublicKey), Assets.Native, 1)]);

    Ledger.AppliedTransaction Set(SetOptionsOp options) => _chain.Apply(_chain.Classic(_key, [new Operation(null, new OperationBody.SetOptions(options))]), _key);

    static Signer Signer(KeyPair key, uint weight) => new(new SignerKey.Ed25519(key.PublicKey), weight);
}
