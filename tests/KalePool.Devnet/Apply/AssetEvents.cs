using KalePool.Devnet.Ledger;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

/// <summary>The unified asset events of CAP-67: classic operations say the same as the asset's contract would.</summary>
static class AssetEvents
{
    /// <summary>A transfer; where the issuer is one side it is a mint or a burn.</summary>
    /// <param name="muxedId">The destination's muxed id or what the memo says; null: the amount alone.</param>
    public static ContractEvent Moved(Network network, Asset asset, SCAddress from, SCAddress to, long amount, SCVal? muxedId)
    {
        var data = muxedId is null ? SCVals.I128(amount) : SCVals.Struct(("amount", SCVals.I128(amount)), ("to_muxed_id", muxedId));
        var fromIssuer = IsIssuer(asset, from);
        var toIssuer = IsIssuer(asset, to);
        return (fromIssuer, toIssuer) switch
        {
            (true, false) => Event(network, asset, data, SCVals.Symbol("mint"), new SCVal.Address(to)),
            (false, true) => Event(network, asset, SCVals.I128(amount), SCVals.Symbol("burn"), new SCVal.Address(from)),
            _ => Event(network, asset, data, SCVals.Symbol("transfer"), new SCVal.Address(from), new SCVal.Address(to)),
        };
    }

    /// <param name="amount">Stroops taken; a refund is negative.</param>
    public static ContractEvent Fee(Network network, PublicKey payer, long amount) => new(
        Assets.Native.ContractId(network), ContractEventType.Contract,
        new ContractEventBody.V0(new ContractEventV0([SCVals.Symbol("fee"), new SCVal.Address(new SCAddress.Account(payer))], SCVals.I128(amount))));

    public static ContractEvent Authorization(Network network, Asset asset, PublicKey trustor, bool authorized) =>
        Event(network, asset, new SCVal.Bool(authorized), SCVals.Symbol("set_authorized"), new SCVal.Address(new SCAddress.Account(trustor)));

    /// <summary>What the event of a payment says beside the amount: the muxed id of its destination, else the transaction's memo.</summary>
    public static SCVal? MuxedId(MuxedAccount destination, Memo memo) => (destination, memo) switch
    {
        (MuxedAccount.MuxedEd25519 muxed, _) => SCVals.U64(muxed.Value.Id),
        (_, Memo.Id id) => SCVals.U64(id.Value),
        (_, Memo.Text text) => new SCVal.String(text.Value),
        (_, Memo.Hash hash) => SCVals.Bytes(hash.Value),
        (_, Memo.Return hash) => SCVals.Bytes(hash.Value),
        _ => null,
    };

    static bool IsIssuer(Asset asset, SCAddress address) => address is SCAddress.Account account && asset.Issuer() is { } issuer && issuer == account.Value;

    static ContractEvent Event(Network network, Asset asset, SCVal data, params ReadOnlySpan<SCVal> topics) => new(
        asset.ContractId(network), ContractEventType.Contract,
        new ContractEventBody.V0(new ContractEventV0([.. topics, new SCVal.String(asset.Name())], data)));
}
