using KalePool.Devnet.Apply;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Simulation;

/// <summary>What simulation adds to what it measured, so that a somewhat different state does not make the transaction fail. The factors are stellar-rpc's.</summary>
static class Padding
{
    /// <summary>A floating-point number because it is one in the real node: 15 % of 6,200 stroops come out a stroop short there, and so they must here.</summary>
    const double RefundableFactor = 1.15;

    public static uint Instructions(long measured, long leeway) => (uint)Math.Max(measured + measured * 4 / 100, measured + leeway);

    /// <summary>The fee of declared resources, with the refundable part 15 % above what was used.</summary>
    public static long ResourceFee(SorobanTransactionData data, OperationBody body, long refundable, FeeRates rates)
    {
        var size = EnvelopeBytes(body, data.Resources.Footprint);
        return checked(ResourceFees.NonRefundable(data, Math.Max(size + size / 10, size + 500), rates) + (long)(refundable * RefundableFactor));
    }

    /// <summary>The largest envelope that could carry the operation: every precondition, memo and signature that there can be.</summary>
    static long EnvelopeBytes(OperationBody body, LedgerFootprint footprint)
    {
        MuxedAccount source = new MuxedAccount.MuxedEd25519(new MuxedAccountMed25519(0, Opaque.Zeros(32)));
        SignerKey signer = new SignerKey.Ed25519SignedPayload(new SignerKeyEd25519SignedPayload(Opaque.Zeros(32), Opaque.Zeros(64)));
        var conditions = new PreconditionsV2(new TimeBounds(0, 0), new LedgerBounds(0, 0), 0, 0, 0, [signer, signer]);
        var data = new SorobanTransactionData(new SorobanTransactionDataExt.V0(), new SorobanResources(footprint, 0, 0, 0), 0);
        var tx = new Transaction(
            source, 0, 0, new Preconditions.V2(conditions), new Memo.Text(new XdrString(Opaque.Zeros(28))), [new Operation(source, body)], new TransactionExt.V1(data));
        var signature = new DecoratedSignature(Opaque.Zeros(4), Opaque.Zeros(64));
        TransactionEnvelope envelope = new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [.. Enumerable.Repeat(signature, 20)]));
        return envelope.ToXdr().Length;
    }
}
