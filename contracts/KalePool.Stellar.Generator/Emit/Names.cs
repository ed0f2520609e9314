namespace KalePool.Stellar.Generator.Emit;

/// <summary>The schema's names in C#.</summary>
static class Names
{
    /// <summary>seqNum → SeqNum.</summary>
    public static string Property(string field) => string.Concat(field.Split('_').Select(Capitalised));

    /// <summary>CONTRACT_DATA → ContractData, txBAD_SEQ → TxBadSeq, opINNER → OpInner.</summary>
    public static string Arm(string discriminant)
    {
        var name = string.Concat(Words(discriminant).Select(w => Capitalised(w.ToLowerInvariant())));
        return name == "Value" ? "ValueArm" : name;
    }

    static IEnumerable<string> Words(string discriminant)
    {
        if (discriminant.StartsWith("tx", StringComparison.Ordinal) || discriminant.StartsWith("op", StringComparison.Ordinal))
        {
            yield return discriminant[..2];
            discriminant = discriminant[2..];
        }
        foreach (var word in discriminant.Split('_')) yield return word;
    }

    static string Capitalised(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
