using KalePool.Stellar.Generator.Emit;
using KalePool.Stellar.Generator.Schema;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Tests.Json;

/// <summary>The schema that the codecs were made from, and the C# types it became.</summary>
static class XdrSchema
{
    public static readonly IReadOnlyDictionary<string, Definition> Definitions =
        SchemaParser.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Xdr", "schema.txt"))).ToDictionary(definition => definition.Name);

    /// <summary>Names of the types that have a codec of their own.</summary>
    public static IEnumerable<string> Types => Definitions.Values.Where(definition => definition is not Definition.Enumeration).Select(definition => definition.Name);

    public static Type Clr(string name) => typeof(SCVal).Assembly.GetType($"KalePool.Stellar.Xdr.{name}", throwOnError: true)!;

    public static Type Clr(string union, Arm arm) => Clr(union).GetNestedType(Names.Arm(arm.Name)) ?? throw new InvalidDataException($"{union} has no {arm.Name}");

    /// <summary>How SEP-51 writes a field's name: seqNum → seq_num, signerSponsoringIDs → signer_sponsoring_i_ds.</summary>
    public static string Snake(string field)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < field.Length; i++)
        {
            var starts = char.IsUpper(field[i]) && i > 0
                && (!char.IsUpper(field[i - 1]) || (i + 1 < field.Length && char.IsLower(field[i + 1])));
            if (starts) text.Append('_');
            text.Append(char.ToLowerInvariant(field[i]));
        }
        return text.ToString();
    }

    /// <summary>How SEP-51 writes an arm or a member of an enum: txBAD_SEQ → tx_bad_seq.</summary>
    public static string ArmName(Arm arm)
    {
        var name = arm.Name;
        if (name.StartsWith("tx", StringComparison.Ordinal) || name.StartsWith("op", StringComparison.Ordinal)) name = $"{name[..2]}_{name[2..]}";
        return name.Replace("ENVELOPE_TYPE_", "", StringComparison.Ordinal).ToLowerInvariant();
    }
}
