using KalePool.Devnet.Host.Auth;
using KalePool.Devnet.Host.Contracts;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>How an invocation ended.</summary>
/// <param name="Value">Null: it failed, then <paramref name="Error"/> is set.</param>
/// <param name="Log">What the diagnostics are made of: each event with whether an inner call failed around it.</param>
public sealed record HostResult(SCVal? Value, SCError? Error, IReadOnlyList<ContractEvent> Events, IReadOnlyList<DiagnosticEvent> Diagnostics, IReadOnlyList<(ContractEvent Event, bool Failed)> Log, long Instructions);

public static class HostRunner
{
    /// <summary>Runs one host function to its end.</summary>
    public static HostResult Run(HostLedger ledger, HostStorage storage, IAuthorizer authorizer, NativeContracts contracts, HostFunction function, long instructionLimit)
    {
        var meter = new Meter(instructionLimit);
        var host = new HostRun(ledger, storage, authorizer, meter, contracts);
        try
        {
            meter.Charge(InstructionModel.Root);
            var value = function switch
            {
                HostFunction.InvokeContract invoke => host.Call(invoke.Value.ContractAddress, invoke.Value.FunctionName, invoke.Value.Args),
                HostFunction.CreateContract or HostFunction.CreateContractV2 => host.Create(HostCreation.ArgsOf(function)),
                _ => throw host.Fail(new SCError.Context(SCErrorCode.InvalidAction), "code cannot be uploaded to this network: its contracts are executed natively"),
            };
            return new HostResult(value, null, host.Events.Contract, host.Events.Diagnostics(succeeded: true), host.Events.Log, meter.Instructions);
        }
        catch (HostException error)
        {
            return new HostResult(null, error.Error, [], host.Events.Diagnostics(succeeded: false), host.Events.Log, meter.Instructions);
        }
    }
}
