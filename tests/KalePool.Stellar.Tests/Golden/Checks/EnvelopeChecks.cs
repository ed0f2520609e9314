using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Tests.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden.Checks;

/// <summary>envelopes.json and assemble.json.</summary>
static class EnvelopeChecks
{
    public static void Envelope(GoldenCase item)
    {
        item.Inform("name", "note");
        var signers = item.Signers("signers");
        var networks = item.Part("networks");
        var inputs = item.Part("inputs");
        foreach (var name in networks.Names)
        {
            var (network, expected) = (GoldenXdr.NetworkOf(name), networks.Part(name));
            // One that holds signatures made for a network is another on each.
            var own = expected.Has("unsigned") ? expected : item;
            var unsigned = own.Xdr<TransactionEnvelope>("unsigned");
            own.Means(unsigned, "json");
            var transaction = Assert.IsType<TransactionEnvelope.Tx>(unsigned).Value.Tx;
            if (own.Has("txXdr")) Assert.Equal(own.Xdr<Transaction>("txXdr"), transaction);
            EnvelopeInputs.Compare(inputs, transaction);

            Assert.Equal(expected.Text("hash"), TransactionHash.Of(transaction, network).ToHex());
            var signed = transaction.Sign(network, signers);
            Assert.Equal(expected.Xdr<TransactionEnvelope>("signed"), signed);
            Assert.Equal(signed, unsigned.AddSignatures(network, signers));
            Assert.Equal(expected.Text("hash"), TransactionHash.Of(signed, network).ToHex());
            Assert.Equal(expected.Text("hash"), TransactionHash.OfInner(signed, network).ToHex());
        }
    }

    public static void FeeBump(GoldenCase item)
    {
        item.Inform("name", "note");
        var (signers, innerSigners) = (item.Signers("signers"), item.Signers("innerSigners"));
        var (inputs, networks) = (item.Part("inputs"), item.Part("networks"));
        foreach (var name in networks.Names)
        {
            var (network, expected) = (GoldenXdr.NetworkOf(name), networks.Part(name));
            var inner = expected.Xdr<TransactionEnvelope>("innerSigned");
            Assert.Equal(inner, Assert.IsType<TransactionEnvelope.Tx>(inner).Value.Tx.Sign(network, innerSigners));
            var envelope = expected.Xdr<TransactionEnvelope>("unsigned");
            if (expected.Has("json")) expected.Means(envelope, "json");
            var unsigned = Assert.IsType<TransactionEnvelope.TxFeeBump>(envelope).Value;
            var source = unsigned.Tx.FeeSource;
            EnvelopeInputs.CompareSource(inputs.Text("feeSource"), source.ToText());

            var bid = inputs.Long("feePerOperation");
            var bump = FeeBumps.Of(inner, source, bid);
            Assert.Equal(unsigned, new FeeBumpTransactionEnvelope(bump, []));
            Assert.Equal(expected.Text("fee"), $"{bump.Fee}");
            var signed = bump.Sign(network, signers);
            Assert.Equal(expected.Xdr<TransactionEnvelope>("signed"), signed);
            Assert.Equal(expected.Text("hash"), TransactionHash.Of(signed, network).ToHex());
            Assert.Equal(expected.Text("innerHash"), TransactionHash.OfInner(signed, network).ToHex());
            Assert.Equal(expected.Text("innerHash"), TransactionHash.OfInner(inner, network).ToHex());
            // Bumping a bump bumps what is inside.
            Assert.Equal(bump, FeeBumps.Of(signed, source, bid));
        }
    }

    public static void Old(GoldenCase item)
    {
        item.Inform("name");
        var old = item.Xdr<TransactionEnvelope>("xdr");
        Assert.Equal(item.Text("hashTESTNET"), TransactionHash.Of(old, Network.Testnet).ToHex());
        var v0 = Assert.IsType<TransactionEnvelope.TxV0>(old).Value.Tx;
        var converted = new Transaction(new MuxedAccount.Ed25519(v0.SourceAccountEd25519), v0.Fee, v0.SeqNum,
            v0.TimeBounds is null ? new Preconditions.None() : new Preconditions.Time(v0.TimeBounds), v0.Memo, v0.Operations, new TransactionExt.V0());
        Assert.Equal(item.Text("v1HashTESTNET"), TransactionHash.Of(converted, Network.Testnet).ToHex());
    }

    public static async Task AssembleAsync(GoldenCase item)
    {
        item.Inform("name", "note");
        var simulation = Assert.IsType<SimulateTransactionResponse>(await RpcCalls.AnswerAsync("simulateTransaction", item.Part("simulation")));
        var raw = Assert.IsType<TransactionEnvelope.Tx>(item.Xdr<TransactionEnvelope>("rawUnsigned")).Value.Tx;
        if (item.Has("error"))
        {
            var error = Assert.Throws<SimulationFailedException>(() => raw.Assemble(simulation));
            Assert.NotNull(error.HostError);
            Assert.Contains(simulation.Error!.Split('\n')[0], item.Text("error"), StringComparison.Ordinal);
            return;
        }
        var data = item.Decoded<SorobanTransactionData>(simulation.TransactionData!);
        Assert.Equal(data.ResourceFee, simulation.MinResourceFee);
        foreach (var result in simulation.Results)
        {
            item.Decoded<SCVal>(result.Xdr);
            foreach (var auth in result.Auth) item.Decoded<SorobanAuthorizationEntry>(auth);
        }
        var assembled = raw.Assemble(simulation);
        Assert.Equal(item.Xdr<TransactionEnvelope>("assembledUnsigned"), assembled.Sign(Network.Testnet));
        Assert.Equal(item.Text("fee"), $"{assembled.Fee}");
        Assert.Equal(item.Text("hashTESTNET"), TransactionHash.Of(assembled, Network.Testnet).ToHex());
    }
}
