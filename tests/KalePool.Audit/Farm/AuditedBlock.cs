using System.Numerics;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Farm;

/// <summary>A range that was frozen when the block opened.</summary>
public readonly record struct FrozenRange(BigInteger Min, BigInteger Max);

/// <summary>A Block entry: the frozen ranges and the totals, stakes in stroops.</summary>
public sealed record AuditedBlock(
    FrozenRange Gap, FrozenRange Stake, FrozenRange Zeros, BigInteger StakedTotal, BigInteger NormalizedTotal, BigInteger Timestamp)
{
    /// <summary>Null where the value is no Block.</summary>
    public static AuditedBlock? Read(SCVal value)
    {
        var fields = Values.Fields(value);
        if (fields is null || fields.Count != 10) return null;
        BigInteger? Field(string name) => Values.Integer(fields.GetValueOrDefault(name));
        FrozenRange? Range(string name) =>
            Field("min_" + name) is { } min && Field("max_" + name) is { } max ? new FrozenRange(min, max) : null;
        return Range("gap") is { } gap && Range("stake") is { } stake && Range("zeros") is { } zeros
            && Field("staked_total") is { } staked && Field("normalized_total") is { } normalized && Field("timestamp") is { } timestamp
                ? new AuditedBlock(gap, stake, zeros, staked, normalized, timestamp)
                : null;
    }
}
