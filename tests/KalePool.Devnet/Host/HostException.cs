using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>What ends a contract call: an error of the contract itself or of the host. It travels up the call stack unchanged.</summary>
public sealed class HostException(SCError error) : Exception(Text(error))
{
    public SCError Error { get; } = error;

    /// <summary>As servers print it: <c>Error(Contract, #8)</c>, <c>Error(Auth, InvalidAction)</c>.</summary>
    public static string Text(SCError error) => error switch
    {
        SCError.Contract contract => $"Error(Contract, #{contract.Value})",
        SCError.WasmVm e => $"Error(WasmVm, {e.Value})",
        SCError.Context e => $"Error(Context, {e.Value})",
        SCError.Storage e => $"Error(Storage, {e.Value})",
        SCError.Object e => $"Error(Object, {e.Value})",
        SCError.Crypto e => $"Error(Crypto, {e.Value})",
        SCError.Events e => $"Error(Events, {e.Value})",
        SCError.Budget e => $"Error(Budget, {e.Value})",
        SCError.ValueArm e => $"Error(Value, {e.Value})",
        SCError.Auth e => $"Error(Auth, {e.Value})",
        _ => throw new ArgumentException(error.GetType().Name, nameof(error)),
    };
}
