using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>A call of one of the contract's functions.</summary>
public abstract record KaleCall
{
    const int CodeHashLength = 32;

    KaleCall()
    {
    }

    /// <summary>The function's name.</summary>
    public abstract string Function { get; }

    /// <summary>Its arguments in order.</summary>
    public abstract XdrArray<SCVal> Args { get; }

    /// <summary>Who must authorise the call; null when nobody has to.</summary>
    public abstract SCAddress? Authoriser(FarmState farm);

    /// <param name="Amount">Stroops.</param>
    public sealed record Plant(SCAddress Farmer, Int128 Amount) : KaleCall
    {
        public override string Function => "plant";

        public override XdrArray<SCVal> Args => [new SCVal.Address(Farmer), SCVals.I128(Amount)];

        public override SCAddress? Authoriser(FarmState farm) => Farmer;
    }

    /// <param name="Hash">32 bytes.</param>
    public sealed record Work(SCAddress Farmer, Opaque Hash, ulong Nonce) : KaleCall
    {
        public override string Function => "work";

        public override XdrArray<SCVal> Args => [new SCVal.Address(Farmer), SCVals.Bytes(Hash), SCVals.U64(Nonce)];

        public override SCAddress? Authoriser(FarmState farm) => null;
    }

    public sealed record Harvest(SCAddress Farmer, uint Index) : KaleCall
    {
        public override string Function => "harvest";

        public override XdrArray<SCVal> Args => [new SCVal.Address(Farmer), SCVals.U32(Index)];

        public override SCAddress? Authoriser(FarmState farm) => null;
    }

    public sealed record Pause : KaleCall
    {
        public override string Function => "pause";

        public override XdrArray<SCVal> Args => [];

        public override SCAddress? Authoriser(FarmState farm) => farm.Homesteader;
    }

    public sealed record Unpause : KaleCall
    {
        public override string Function => "unpause";

        public override XdrArray<SCVal> Args => [];

        public override SCAddress? Authoriser(FarmState farm) => farm.Homesteader;
    }

    public sealed record RemoveBlock(uint Index) : KaleCall
    {
        public override string Function => "remove_block";

        public override XdrArray<SCVal> Args => [SCVals.U32(Index)];

        public override SCAddress? Authoriser(FarmState farm) => farm.Homesteader;
    }

    /// <summary>Runs once, when the contract is created.</summary>
    public sealed record Constructor(SCAddress Homesteader, SCAddress Asset) : KaleCall
    {
        public override string Function => "__constructor";

        public override XdrArray<SCVal> Args => [new SCVal.Address(Homesteader), new SCVal.Address(Asset)];

        public override SCAddress? Authoriser(FarmState farm) => Homesteader;
    }

    /// <param name="CodeHash">SHA-256 of the code that runs from the next call on, 32 bytes.</param>
    public sealed record Upgrade(Opaque CodeHash) : KaleCall
    {
        public override string Function => "upgrade";

        public override XdrArray<SCVal> Args => [SCVals.Bytes(CodeHash)];

        public override SCAddress? Authoriser(FarmState farm) => farm.Homesteader;
    }

    /// <summary>Reads a call as the contract does.</summary>
    /// <param name="error">The host's error when it is none: no such function, another number of arguments, arguments of another type.</param>
    public static KaleCall? Parse(string function, IReadOnlyList<SCVal> args, out SCError? error)
    {
        ArgumentNullException.ThrowIfNull(args);
        error = null;
        if (ArgumentsOf(function) is not { } count)
        {
            error = new SCError.WasmVm(SCErrorCode.MissingValue);
            return null;
        }
        if (args.Count != count)
        {
            error = new SCError.WasmVm(SCErrorCode.UnexpectedSize);
            return null;
        }
        KaleCall? call = (function, args) switch
        {
            ("plant", [SCVal.Address farmer, SCVal.I128 amount]) => new Plant(farmer.Value, amount.Value.ToInt128()),
            ("work", [SCVal.Address farmer, SCVal.Bytes { Value.Length: ProofOfWork.HashLength } hash, SCVal.U64 nonce]) => new Work(farmer.Value, hash.Value, nonce.Value),
            ("harvest", [SCVal.Address farmer, SCVal.U32 index]) => new Harvest(farmer.Value, index.Value),
            ("pause", []) => new Pause(),
            ("unpause", []) => new Unpause(),
            ("__constructor", [SCVal.Address homesteader, SCVal.Address asset]) => new Constructor(homesteader.Value, asset.Value),
            ("upgrade", [SCVal.Bytes { Value.Length: CodeHashLength } hash]) => new Upgrade(hash.Value),
            ("remove_block", [SCVal.U32 index]) => new RemoveBlock(index.Value),
            _ => null,
        };
        if (call is null) error = new SCError.WasmVm(SCErrorCode.InvalidAction);
        return call;
    }

    static int? ArgumentsOf(string function) => function switch
    {
        "pause" or "unpause" => 0,
        "remove_block" or "upgrade" => 1,
        "plant" or "harvest" or "__constructor" => 2,
        "work" => 3,
        _ => null,
    };
}
