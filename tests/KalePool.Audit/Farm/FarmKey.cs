using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Farm;

/// <summary>Which pail: a farmer (G… or C…) and a block.</summary>
public sealed record PailId(string Farmer, uint Block);

/// <summary>The storage keys of the KALE contract that matter here: a unit variant is Vec[Symbol], a tuple Vec[Symbol, field, …].</summary>
static class FarmKey
{
    public static bool IsBlock(SCVal key, out uint index)
    {
        index = 0;
        if (key is not SCVal.Vec(var parts) || parts is not [SCVal.Symbol(var name), SCVal.U32(var number)] || name.ToString() != "Block") return false;
        index = number;
        return true;
    }

    public static PailId? AsPail(SCVal key) =>
        key is SCVal.Vec(var parts) && parts is [SCVal.Symbol(var name), SCVal.Address address, SCVal.U32(var block)] && name.ToString() == "Pail"
        && Values.Address(address) is { } farmer
            ? new PailId(farmer, block)
            : null;

    public static LedgerKey BlockEntry(Opaque kale, uint index) =>
        LedgerKeys.ContractData(kale, SCVals.Variant("Block", SCVals.U32(index)), ContractDataDurability.Temporary);
}
