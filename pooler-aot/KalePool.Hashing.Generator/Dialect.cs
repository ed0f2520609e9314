namespace KalePool.Hashing.Generator;

/// <summary>How one instruction set writes the few operations of Keccak in C#: each method returns an expression or whole statements.</summary>
abstract class Dialect
{
    /// <summary>Messages in one variable.</summary>
    public abstract int Ways { get; }

    /// <summary>The type of a variable.</summary>
    public virtual string Type => $"{Vector}<ulong>";

    /// <summary>Namespaces that the expressions need.</summary>
    public abstract IReadOnlyList<string> Namespaces { get; }

    /// <summary>The condition under which this process can run it.</summary>
    public abstract string IsSupported { get; }

    /// <summary>Variables that every method begins with.</summary>
    public virtual IReadOnlyList<string> Constants => [];

    string Vector => $"Vector{64 * Ways}";

    /// <summary>A scalar in every way.</summary>
    public virtual string Broadcast(string scalar) => $"{Vector}.Create({scalar})";

    /// <summary>A vector of these, one a way.</summary>
    public virtual string Constant(IReadOnlyList<ulong> ways) => $"{Vector}.Create({string.Join(", ", ways.Select(Keccak.Literal))})";

    /// <summary>The variable at a place of an array of them.</summary>
    public virtual string At(string pointer, int index) => $"*({Type}*)({pointer} + {index * Ways})";

    /// <summary>Statements: target = the exclusive or of five.</summary>
    public virtual IEnumerable<string> Sum(string target, IReadOnlyList<string> five) => [$"{target} = {string.Join(" ^ ", five)};"];

    /// <summary>The rotation of a variable to the left by 1 to 63: an expression that binds tightly.</summary>
    public abstract string Rotate(string value, int by);

    /// <summary>a ^ (~b &amp; c).</summary>
    public abstract string Chi(string a, string b, string c);

    /// <summary>Records the ways in which lane 0 is clear under the mask.</summary>
    public virtual string Record(string lane0) => $$"""
        var clear = {{Vector}}.Equals({{lane0}} & {{Broadcast("mask")}}, {{Vector}}<ulong>.Zero);
        if (clear != {{Vector}}<ulong>.Zero)
            count = Hit.Record(hits, count, entry, clear.ExtractMostSignificantBits());
        """;
}
