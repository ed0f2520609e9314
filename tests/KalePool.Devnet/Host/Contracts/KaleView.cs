using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>The farm's state read through the host: each reading needs its key in the footprint.</summary>
sealed class KaleView(WasmCall wasm) : IKaleView
{
    public FarmState Farm { get; } = KaleCodec.DecodeFarm(wasm.Frame.Instance());

    public KaleBlock? Block(uint index) => wasm.Get(BlockKey(index)) is { } value ? KaleCodec.DecodeBlock(value) : null;

    public KalePail? Pail(SCAddress farmer, uint index) => wasm.Get(PailKey(farmer, index)) is { } value ? KaleCodec.DecodePail(value) : null;

    public static SCVal BlockKey(uint index) => SCVals.Variant("Block", SCVals.U32(index));

    public static SCVal PailKey(SCAddress farmer, uint index) => SCVals.Variant("Pail", new SCVal.Address(farmer), SCVals.U32(index));
}
