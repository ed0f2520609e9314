using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>
/// What a contract's code takes in memory when it is parsed, which is rented beside its own bytes. Constants are the host's memory cost model (wasm_module_memory_cost).
/// </summary>
static class CodeMemory
{
    const int ScaleBits = 7;

    /// <summary>Bytes.</summary>
    public static long Of(ContractCodeEntry code) => code.Ext switch
    {
        ContractCodeEntryExt.V1 { Value.CostInputs: var inputs } => 17_564
            + Linear(6_457, inputs.NInstructions) + Linear(47_464, inputs.NFunctions) + Linear(13_420, inputs.NGlobals) + Linear(6_285, inputs.NTableEntries)
            + Linear(64_670, inputs.NTypes) + Linear(29_074, inputs.NDataSegments) + Linear(48_095, inputs.NElemSegments) + Linear(103_229, inputs.NImports)
            + Linear(36_394, inputs.NExports) + Linear(257, inputs.NDataSegmentBytes),
        _ => 132_773 + Linear(4_903, (uint)code.Code.Length),
    };

    static long Linear(long each, uint count) => each * count >> ScaleBits;
}
