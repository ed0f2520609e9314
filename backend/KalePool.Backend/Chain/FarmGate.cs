using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>
/// Whether new stakes may be planted: not while the farm is paused, nor under other code than the one that was there when this process started. Whoever starts it
/// anew accepts the code that is there then. What is planted already is worked and harvested all the same.
/// </summary>
sealed class FarmGate(ILogger log)
{
    volatile State? _state;

    /// <summary>Null while planting goes on, and before the farm was read.</summary>
    public Failure? WhyNotPlant => _state switch
    {
        { IsCodeChanged: true } s => new Failure(ErrorCode.FarmPaused, $"the farm's code is another one ({s.Code.ToHex()}): no new stakes until the operator has accepted it", Attribution.Network),
        { IsPaused: true } => new Failure(ErrorCode.FarmPaused, "the farm is paused: no new stakes", Attribution.Network),
        _ => null,
    };

    /// <summary>Nothing that was measured of the calls holds for the present code.</summary>
    public bool IsCodeChanged => _state is { IsCodeChanged: true };

    /// <summary>Once a ledger.</summary>
    /// <returns>SHA-256 of the code that calls run now.</returns>
    public Opaque Note(KaleDeployment deployment, LedgerEntryData instance, FarmState farm)
    {
        var before = _state;
        var code = KaleCodec.InstanceOf(instance).Executable is ContractExecutable.Wasm { Value: var hash } ? hash : Opaque.Zeros(32);
        var known = before?.Known ?? deployment.CodeHash;
        var now = _state = new State(known, code, farm.IsPaused);
        if (before is not null && before.IsCodeChanged != now.IsCodeChanged)
            log.LogError("the farm's code is {Code}, it was {Known} when this process started: {What}", code.ToHex(), known.ToHex(), now.IsCodeChanged ? "no new stakes, calls are simulated" : "planting goes on");
        if ((before?.IsPaused ?? false) != now.IsPaused) log.LogWarning("the farm is {What}", now.IsPaused ? "paused: no new stakes" : "no longer paused");
        return code;
    }

    sealed record State(Opaque Known, Opaque Code, bool IsPaused)
    {
        public bool IsCodeChanged => Code != Known;
    }
}
