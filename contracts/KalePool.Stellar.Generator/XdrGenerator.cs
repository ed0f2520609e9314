using KalePool.Stellar.Generator.Emit;
using KalePool.Stellar.Generator.Schema;

namespace KalePool.Stellar.Generator;

/// <summary>schema.txt → one C# file a type.</summary>
public static class XdrGenerator
{
    /// <returns>File name to text, line ends <c>\n</c>.</returns>
    /// <exception cref="FormatException">The schema has an error; the message names the line.</exception>
    public static IReadOnlyDictionary<string, string> Generate(string schema)
    {
        var definitions = SchemaParser.Parse(schema);
        var emitter = new DefinitionEmitter(Recursion.Of(definitions));
        return definitions.ToDictionary(d => $"{d.Name}.g.cs", d => emitter.Emit(d).ReplaceLineEndings("\n"));
    }
}
