using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Rpc.Nodes;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>What the transaction behind a transfer out of one of our wallets says: its memo tells whether it is a payment of ours.</summary>
sealed class OutgoingTransfers(IStellarRpc rpc, Network network)
{
    /// <param name="told">Those events of one transaction that are at hand, at least one.</param>
    /// <exception cref="RpcException">The node does not answer, or not with what it must know.</exception>
    public async Task<RecordOutgoing> ReadAsync(Guid farmer, IReadOnlyList<TransferEvent> told, CancellationToken cancellation)
    {
        var (hash, ledger, wallet) = (told[0].TransactionHash, told[0].Ledger, told[0].From);
        var found = await rpc.FindAgreedAsync(hash, cancellation);
        if (found.Status == TransactionStatus.NotFound && found.OldestLedger > ledger)
            return new RecordOutgoing(farmer, [.. told.Select(t => new OutgoingLeg(t.To, t.AmountStroops))], null, hash, hash, ledger, 0);
        if (found is not { Status: TransactionStatus.Success, EnvelopeXdr: { } envelopeXdr, ResultXdr: { } resultXdr, ResultMetaXdr: { } metaXdr })
            throw RpcException.BadContent("getTransaction", $"{hash} moved KALE in ledger {ledger}, and is not told of");
        var envelope = XdrCodec.FromBase64<TransactionEnvelope>(envelopeXdr);
        var memo = Envelopes.Inner(envelope).Memo is Memo.Hash { Value: var value } ? value.ToHex() : null;
        var fee = Envelopes.FeeSource(envelope).KeyOf() == Addresses.Account(wallet).KeyOf() ? XdrCodec.FromBase64<TransactionResult>(resultXdr).FeeCharged : 0;
        var legs = MetaChanges.EventsOf(XdrCodec.FromBase64<TransactionMeta>(metaXdr)).Select(e => LegOf(e, wallet, told[0].Contract)).OfType<OutgoingLeg>().ToList();
        return new RecordOutgoing(farmer, legs, memo, hash, TransactionHash.OfInner(envelope, network).ToHex(), ledger, fee);
    }

    static OutgoingLeg? LegOf(ContractEvent e, string wallet, string contract) =>
        e is { ContractID: { } id, Body: ContractEventBody.V0 { Value: var body } } && StrKey.Encode(StrKeyKind.Contract, id.Span) == contract
            && TransferEvent.Read(body.Topics, body.Data) is { } transfer && transfer.From == wallet
                ? new OutgoingLeg(transfer.To, transfer.AmountStroops)
                : null;
}
