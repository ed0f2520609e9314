using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Contracts;

/// <summary>The contract that every asset has, built into the host: a classic account's balance is its trustline, a contract's is an entry of its own.</summary>
public sealed class AssetContract : INativeContract
{
    const uint Day = 17_280;
    const uint InstanceExtension = 7 * Day;

    public SCVal Call(HostRun host, HostFrame frame)
    {
        host.Meter.Charge(InstructionsOf(frame.Function.ToString()));
        var asset = new AssetInstance(frame).Asset;
        var balances = new AssetBalances(host, frame.Address, asset);
        return (frame.Function.ToString(), frame.Args) switch
        {
            ("mint", [SCVal.Address to, SCVal.I128 amount]) => Mint(host, frame, balances, to.Value, amount.Value.ToInt128()),
            ("burn", [SCVal.Address from, SCVal.I128 amount]) => Burn(host, frame, balances, from.Value, amount.Value.ToInt128()),
            ("transfer", [SCVal.Address from, SCVal.Address to, SCVal.I128 amount]) => Transfer(host, frame, balances, from.Value, to.Value, amount.Value.ToInt128()),
            ("balance", [SCVal.Address holder]) => SCVals.I128(Reading(host, frame, () => balances.Of(holder.Value))),
            ("authorized", [SCVal.Address holder]) => new SCVal.Bool(Reading(host, frame, () => balances.IsAuthorized(holder.Value))),
            ("decimals", []) => Reading(host, frame, () => SCVals.U32(7)),
            ("name", []) => Reading(host, frame, () => new SCVal.String(asset.Name())),
            ("symbol", []) => Reading(host, frame, () => new SCVal.String(asset is Asset.Native ? "native" : asset.Code())),
            ("admin", []) => Reading(host, frame, () => new AssetInstance(frame).Admin is { } admin ? new SCVal.Address(admin) : throw NoAdmin()),
            ("set_authorized", [SCVal.Address holder, SCVal.Bool allowed]) => SetAuthorized(host, frame, balances, holder.Value, allowed.Value),
            ("set_admin", [SCVal.Address admin]) => SetAdmin(host, frame, balances, admin.Value),
            _ => throw Mismatch(host, frame),
        };
    }

    static long InstructionsOf(string function) => function switch
    {
        "transfer" => InstructionModel.AssetTransfer,
        "mint" or "burn" or "set_authorized" or "set_admin" => InstructionModel.AssetMintOrBurn,
        "balance" or "authorized" => InstructionModel.AssetBalance,
        _ => InstructionModel.AssetRead,
    };

    static SCVal Mint(HostRun host, HostFrame frame, AssetBalances balances, SCAddress to, Int128 amount)
    {
        NotNegative(host, amount);
        var admin = new AssetInstance(frame).Admin ?? throw NoAdmin();
        host.Authorizer.Require(host, admin, frame.Args);
        Extend(host, frame);
        balances.Receive(to, amount);
        Emit(host, frame, balances, SCVals.I128(amount), SCVals.Symbol("mint"), new SCVal.Address(to));
        return SCVals.Void;
    }

    static SCVal Burn(HostRun host, HostFrame frame, AssetBalances balances, SCAddress from, Int128 amount)
    {
        NotNegative(host, amount);
        host.Authorizer.Require(host, from, frame.Args);
        if (balances.IsIssuer(from)) throw host.Fail(new SCError.Contract(2), "operation invalid on issuer");
        if (balances.Asset is Asset.Native) throw host.Fail(new SCError.Contract(2), "operation invalid on native asset");
        Extend(host, frame);
        balances.Spend(from, amount);
        Emit(host, frame, balances, SCVals.I128(amount), SCVals.Symbol("burn"), new SCVal.Address(from));
        return SCVals.Void;
    }

    static SCVal Transfer(HostRun host, HostFrame frame, AssetBalances balances, SCAddress from, SCAddress target, Int128 amount)
    {
        NotNegative(host, amount);
        host.Authorizer.Require(host, from, frame.Args);
        Extend(host, frame);
        var to = target is SCAddress.MuxedAccount muxed ? new SCAddress.Account(LedgerKeys.PublicKey(muxed.Value.Ed25519)) : target;
        host.Meter.Charge(TransferExtra(balances, from, to));
        balances.Spend(from, amount);
        balances.ReceiveOrCreate(to, amount);
        SCVal data = target is SCAddress.MuxedAccount id
            ? SCVals.Struct(("amount", SCVals.I128(amount)), ("to_muxed_id", SCVals.U64(id.Value.Id)))
            : SCVals.I128(amount);
        switch (balances.IsIssuer(from), balances.IsIssuer(to))
        {
            case (true, false):
                Emit(host, frame, balances, data, SCVals.Symbol("mint"), new SCVal.Address(to));
                break;
            case (false, true):
                Emit(host, frame, balances, SCVals.I128(amount), SCVals.Symbol("burn"), new SCVal.Address(from));
                break;
            default:
                Emit(host, frame, balances, data, SCVals.Symbol("transfer"), new SCVal.Address(from), new SCVal.Address(to));
                break;
        }
        return SCVals.Void;
    }

    static long TransferExtra(AssetBalances balances, SCAddress from, SCAddress to)
    {
        if (from == to || balances.IsIssuer(from) || balances.IsIssuer(to)) return 0;
        return from is SCAddress.Account && to is SCAddress.Account ? InstructionModel.AssetSecondLine : InstructionModel.AssetContractBalance;
    }

    static SCVal SetAuthorized(HostRun host, HostFrame frame, AssetBalances balances, SCAddress holder, bool allowed)
    {
        var admin = new AssetInstance(frame).Admin ?? throw NoAdmin();
        host.Authorizer.Require(host, admin, frame.Args);
        Extend(host, frame);
        balances.SetAuthorized(holder, allowed);
        Emit(host, frame, balances, new SCVal.Bool(allowed), SCVals.Symbol("set_authorized"), new SCVal.Address(holder));
        return SCVals.Void;
    }

    static SCVal SetAdmin(HostRun host, HostFrame frame, AssetBalances balances, SCAddress admin)
    {
        var instance = new AssetInstance(frame);
        var old = instance.Admin ?? throw NoAdmin();
        host.Authorizer.Require(host, old, frame.Args);
        Extend(host, frame);
        frame.InstanceSet(AssetInstance.AdminKey, new SCVal.Address(admin));
        Emit(host, frame, balances, new SCVal.Address(admin), SCVals.Symbol("set_admin"), new SCVal.Address(old));
        return SCVals.Void;
    }

    static T Reading<T>(HostRun host, HostFrame frame, Func<T> read)
    {
        Extend(host, frame);
        return read();
    }

    static void Extend(HostRun host, HostFrame frame) => host.ExtendLife(LedgerKeys.Instance(frame.Address), InstanceExtension - Day, InstanceExtension);

    static void Emit(HostRun host, HostFrame frame, AssetBalances balances, SCVal data, params ReadOnlySpan<SCVal> topics) =>
        host.Events.Emit(frame.Contract, [.. topics, new SCVal.String(balances.Asset.Name())], data);

    static void NotNegative(HostRun host, Int128 amount)
    {
        if (amount < 0) throw host.Fail(new SCError.Contract(8), "negative amount is not allowed", SCVals.I128(amount));
    }

    static HostException NoAdmin() => new(new SCError.Storage(SCErrorCode.MissingValue));

    static HostException Mismatch(HostRun host, HostFrame frame)
    {
        if (ArgumentsOf(frame.Function.ToString()) is not { } count)
        {
            return host.Fail(new SCError.ValueArm(SCErrorCode.InvalidInput), "symbol not found in slice of strs", new SCVal.Symbol(frame.Function));
        }
        return frame.Args.Count != count
            ? host.Fail(new SCError.Context(SCErrorCode.UnexpectedSize), "wrong number of args to func", new SCVal.Symbol(frame.Function))
            : new HostException(new SCError.ValueArm(SCErrorCode.UnexpectedType));
    }

    static int? ArgumentsOf(string function) => function switch
    {
        "decimals" or "name" or "symbol" or "admin" => 0,
        "balance" or "authorized" or "set_admin" => 1,
        "mint" or "burn" or "set_authorized" => 2,
        "transfer" => 3,
        _ => null,
    };
}
