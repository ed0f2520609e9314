using System.Numerics;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Farm;

/// <summary>A Pail entry. Gap and zeros are null until the first work.</summary>
/// <param name="Sequence">The ledger of the plant.</param>
/// <param name="Stake">Stroops.</param>
public sealed record AuditedPail(uint Sequence, BigInteger Stake, uint? Gap, uint? Zeros)
{
    public bool Worked => Gap is not null && Zeros is not null;

    /// <summary>Null where the value is no Pail.</summary>
    public static AuditedPail? Read(SCVal value)
    {
        var fields = Values.Fields(value);
        if (fields is null || fields.Count != 4) return null;
        return fields.GetValueOrDefault("sequence") is SCVal.U32(var sequence) && Values.Integer(fields.GetValueOrDefault("stake")) is { } stake
            && Optional(fields.GetValueOrDefault("gap"), out var gap) && Optional(fields.GetValueOrDefault("zeros"), out var zeros)
                ? new AuditedPail(sequence, stake, gap, zeros)
                : null;
    }

    static bool Optional(SCVal? value, out uint? number)
    {
        number = value is SCVal.U32(var given) ? given : null;
        return value is SCVal.U32 or SCVal.Void;
    }
}
