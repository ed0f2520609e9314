using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>Tells the errors of KALE from those of the asset's contract, whose numbers come out of a call of KALE unchanged.</summary>
public static class KaleErrors
{
    /// <summary>What code <paramref name="code"/> of a call of <paramref name="function"/> may mean; null when neither contract can give it there.</summary>
    public static KaleFailure? OfFunction(string function, uint code)
    {
        ArgumentNullException.ThrowIfNull(function);
        KaleError[] kale = function switch
        {
            "plant" => [KaleError.FarmBlockMissing, KaleError.FarmPaused, KaleError.PlantAmountTooLow, KaleError.PailExists],
            "work" =>
            [
                KaleError.FarmBlockMissing, KaleError.ZeroCountTooLow, KaleError.PailMissing, KaleError.BlockMissing, KaleError.BlockInvalid, KaleError.HashInvalid,
                KaleError.GapCountTooLow,
            ],
            "harvest" => [KaleError.PailMissing, KaleError.WorkMissing, KaleError.BlockMissing, KaleError.BlockInvalid, KaleError.HarvestNotReady],
            "pause" => [KaleError.HomesteadMissing, KaleError.FarmPaused],
            "unpause" => [KaleError.HomesteadMissing, KaleError.FarmNotPaused],
            "remove_block" or "upgrade" => [KaleError.HomesteadMissing],
            "__constructor" => [KaleError.HomesteadExists],
            _ => [],
        };
        // KALE burns and mints amounts above 0 only, so that a negative amount (8) is never the asset's.
        AssetError[] asset = function switch
        {
            "plant" => [AssetError.AccountMissing, AssetError.Balance, AssetError.BalanceDeauthorized, AssetError.Overflow, AssetError.TrustlineMissing],
            "harvest" => [AssetError.AccountMissing, AssetError.Balance, AssetError.BalanceDeauthorized, AssetError.Overflow, AssetError.TrustlineMissing],
            _ => [],
        };
        return Failure(
            Array.IndexOf(kale, (KaleError)code) >= 0 ? (KaleError)code : null,
            Array.IndexOf(asset, (AssetError)code) >= 0 ? (AssetError)code : null);
    }

    /// <summary>The contract error that the diagnostic events of a failed call tell of, told apart by the contract that failed first.</summary>
    /// <param name="events">Oldest first, as RPC gives them in its lists.</param>
    /// <returns>Null when no error of one of the two contracts is among them: another contract's, the host's, or no events were kept.</returns>
    public static KaleFailure? OfDiagnostics(IEnumerable<DiagnosticEvent> events, KaleDeployment deployment)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(deployment);
        foreach (var diagnostic in events)
        {
            if (ErrorIn(diagnostic.Event) is not { } error) continue;
            if (error is not SCError.Contract { Value: var code }) return null;
            if (diagnostic.Event.ContractID == deployment.ContractId) return Failure(Named<KaleError>(code), null);
            if (diagnostic.Event.ContractID == deployment.AssetContractId) return Failure(null, Named<AssetError>(code));
            return null;
        }
        return null;
    }

    static SCError? ErrorIn(ContractEvent e) =>
        e is { Type: ContractEventType.Diagnostic, Body: ContractEventBody.V0 { Value.Topics: [SCVal.Symbol { Value: var name }, SCVal.Error { Value: var error }, ..] } }
        && name == "error"
            ? error
            : null;

    static T? Named<T>(uint code)
        where T : struct, Enum
    {
        var value = (T)Enum.ToObject(typeof(T), (int)code);
        return Enum.IsDefined(value) ? value : null;
    }

    static KaleFailure? Failure(KaleError? kale, AssetError? asset) => kale is null && asset is null ? null : new KaleFailure(kale, asset);
}
