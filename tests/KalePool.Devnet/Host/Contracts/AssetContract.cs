using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>The contract that every asset has, built into the host: a classic account's balance is its trustline, a contract's is an entry of its own.</summary>
public sealed class AssetContract : INativeContract
{
    public SCVal Call(HostRun host, HostFrame frame)
    {
        var function = frame.Function.ToString();
        host.Meter.Charge(InstructionsOf(function));
        if (ArgumentsOf(function) is not { } count)
        {
            throw host.Fail(new SCError.ValueArm(SCErrorCode.InvalidInput), "symbol not found in slice of strs", new SCVal.Symbol(frame.Function));
        }
        if (frame.Args.Count != count)
        {
            throw host.Fail(new SCError.Context(SCErrorCode.UnexpectedSize), "wrong number of args to func", new SCVal.Symbol(frame.Function));
        }
        return Run(new AssetCall(host, frame), function, frame.Args) ?? throw new HostException(new SCError.ValueArm(SCErrorCode.UnexpectedType));
    }

    /// <summary>Null: an argument is not of the type that the function takes.</summary>
    static SCVal? Run(AssetCall call, string function, XdrArray<SCVal> args)
    {
        // A muxed address says where a transfer goes to; everywhere else an address is an account or a contract.
        if (args.Where((_, i) => !(function == "transfer" && i == 1)).Any(arg => arg is SCVal.Address { Value: not (SCAddress.Account or SCAddress.Contract) })) return null;
        return Reading(call, function, args) ?? Moving(call, function, args) ?? Administrating(call, function, args);
    }

    static SCVal? Reading(AssetCall call, string function, XdrArray<SCVal> args) => (function, args) switch
    {
        ("allowance", [SCVal.Address from, SCVal.Address spender]) => call.Allowance(from.Value, spender.Value),
        ("balance", [SCVal.Address holder]) => call.Balance(holder.Value),
        ("authorized", [SCVal.Address holder]) => call.Authorized(holder.Value),
        ("decimals", []) => SCVals.U32(AssetInstance.Decimals),
        ("name", []) => call.Name(),
        ("symbol", []) => call.Symbol(),
        ("admin", []) => call.Admin(),
        _ => null,
    };

    static SCVal? Moving(AssetCall call, string function, XdrArray<SCVal> args) => (function, args) switch
    {
        ("approve", [SCVal.Address from, SCVal.Address spender, SCVal.I128 amount, SCVal.U32 until]) => call.Approve(from.Value, spender.Value, amount.Value.ToInt128(), until.Value),
        ("transfer", [SCVal.Address from, SCVal.Address to, SCVal.I128 amount]) => call.Transfer(from.Value, to.Value, amount.Value.ToInt128()),
        ("transfer_from", [SCVal.Address spender, SCVal.Address from, SCVal.Address to, SCVal.I128 amount]) =>
            call.TransferFrom(spender.Value, from.Value, to.Value, amount.Value.ToInt128()),
        ("burn", [SCVal.Address from, SCVal.I128 amount]) => call.Burn(from.Value, amount.Value.ToInt128()),
        ("burn_from", [SCVal.Address spender, SCVal.Address from, SCVal.I128 amount]) => call.BurnFrom(spender.Value, from.Value, amount.Value.ToInt128()),
        ("trust", [SCVal.Address holder]) => call.Trust(holder.Value),
        _ => null,
    };

    static SCVal? Administrating(AssetCall call, string function, XdrArray<SCVal> args) => (function, args) switch
    {
        ("mint", [SCVal.Address to, SCVal.I128 amount]) => call.Mint(to.Value, amount.Value.ToInt128()),
        ("clawback", [SCVal.Address from, SCVal.I128 amount]) => call.Clawback(from.Value, amount.Value.ToInt128()),
        ("set_authorized", [SCVal.Address holder, SCVal.Bool allowed]) => call.SetAuthorized(holder.Value, allowed.Value),
        ("set_admin", [SCVal.Address admin]) => call.SetAdmin(admin.Value),
        _ => null,
    };

    static long InstructionsOf(string function) => function switch
    {
        "transfer" or "transfer_from" => InstructionModel.AssetTransfer,
        "mint" or "burn" or "burn_from" or "clawback" or "set_authorized" or "set_admin" => InstructionModel.AssetMintOrBurn,
        "approve" => InstructionModel.AssetApprove,
        "trust" => InstructionModel.AssetTrust,
        "balance" or "authorized" or "allowance" => InstructionModel.AssetBalance,
        _ => InstructionModel.AssetRead,
    };

    static int? ArgumentsOf(string function) => function switch
    {
        "decimals" or "name" or "symbol" or "admin" => 0,
        "balance" or "authorized" or "set_admin" or "trust" => 1,
        "mint" or "burn" or "clawback" or "set_authorized" or "allowance" => 2,
        "transfer" or "burn_from" => 3,
        "approve" or "transfer_from" => 4,
        _ => null,
    };
}
