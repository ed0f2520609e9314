using System.Diagnostics;
using KalePool.Devnet.Host.Contracts;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host;

/// <summary>Creates contracts: that of an asset, which anybody may, and one of code that is known here, which its deployer must authorise.</summary>
static class HostCreation
{
    static readonly XdrString Constructor = "__constructor";

    /// <returns>The new contract's address.</returns>
    /// <exception cref="HostException">It exists, its code does not, or its constructor failed.</exception>
    public static SCVal Create(HostRun host, CreateContractArgsV2 args)
    {
        host.Meter.Charge(InstructionModel.Creation);
        if (args.ContractIDPreimage is ContractIDPreimage.Address deployed) host.Authorizer.Require(host, deployed.Value.Address, []);
        var contract = new SCAddress.Contract(ContractIds.Of(host.Ledger.Network, args.ContractIDPreimage));
        switch (args.ContractIDPreimage, args.Executable)
        {
            case (ContractIDPreimage.Asset { Value: var asset }, ContractExecutable.StellarAsset):
                Store(host, contract, Instance(host, asset));
                break;
            case (ContractIDPreimage.Address, ContractExecutable.Wasm):
                CreateWithCode(host, contract, args);
                break;
            case (ContractIDPreimage.Asset, _):
                throw host.Fail(new SCError.ValueArm(SCErrorCode.InvalidInput), "asset preimage is not allowed for Wasm or external reference executable");
            default:
                throw host.Fail(new SCError.ValueArm(SCErrorCode.InvalidInput), "address preimage is not allowed for StellarAsset executable");
        }
        return new SCVal.Address(contract);
    }

    static SCContractInstance Instance(HostRun host, Asset asset)
    {
        if (!asset.IsValid()) throw host.Fail(new SCError.ValueArm(SCErrorCode.InvalidInput), "invalid asset code");
        return asset.Issuer() is { } issuer ? AssetInstance.Create(asset, new SCAddress.Account(issuer)) : AssetInstance.CreateNative();
    }

    static void CreateWithCode(HostRun host, SCAddress.Contract contract, CreateContractArgsV2 args)
    {
        Store(host, contract, new SCContractInstance(args.Executable, null));
        var hash = ((ContractExecutable.Wasm)args.Executable).Value;
        if (host.Find(LedgerKeys.Code(hash)) is null) throw host.Fail(new SCError.Storage(SCErrorCode.MissingValue), "Wasm does not exist");
        if (!host.HasConstructor(args.Executable) && args.ConstructorArgs.Count == 0) return;
        try
        {
            host.CallReserved(contract, Constructor, args.ConstructorArgs);
        }
        catch (HostException error) when (error.Error is SCError.Contract)
        {
            throw host.Fail(new SCError.Context(SCErrorCode.InvalidAction), "constructor invocation has failed with error", new SCVal.Error(error.Error));
        }
    }

    static void Store(HostRun host, SCAddress.Contract contract, SCContractInstance instance)
    {
        var key = LedgerKeys.Instance(contract);
        if (host.Find(key) is not null) throw host.Fail(new SCError.Storage(SCErrorCode.ExistingValue), "contract already exists", SCVals.Bytes(contract.Value));
        var data = new ContractDataEntry(contract, new SCVal.LedgerKeyContractInstance(), ContractDataDurability.Persistent, new SCVal.ContractInstance(instance));
        host.Put(key, new LedgerEntryData.ContractData(data), host.Ledger.NewLiveUntil(temporary: false));
    }

    /// <summary>The older form of the host function is the newer one without arguments for a constructor.</summary>
    public static CreateContractArgsV2 ArgsOf(HostFunction function) => function switch
    {
        HostFunction.CreateContract old => new CreateContractArgsV2(old.Value.ContractIDPreimage, old.Value.Executable, []),
        HostFunction.CreateContractV2 v2 => v2.Value,
        _ => throw new UnreachableException(function.GetType().Name),
    };
}
