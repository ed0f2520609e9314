using KalePool.Stellar.Generator.Schema;

namespace KalePool.Stellar.Generator.Emit;

/// <summary>Which types contain themselves: only these count levels when read.</summary>
static class Recursion
{
    public static IReadOnlySet<string> Of(IReadOnlyList<Definition> definitions)
    {
        var uses = definitions.ToDictionary(d => d.Name, d => Types(d).SelectMany(NamesIn).ToHashSet());
        return uses.Keys.Where(name => Reaches(uses, name, name, [])).ToHashSet();
    }

    static bool Reaches(Dictionary<string, HashSet<string>> uses, string from, string target, HashSet<string> seen) =>
        uses[from].Any(next => next == target || (seen.Add(next) && Reaches(uses, next, target, seen)));

    static IEnumerable<XdrType> Types(Definition definition) => definition switch
    {
        Definition.Struct s => s.Fields.Select(f => f.Type),
        Definition.Union u => u.Arms.Where(a => a.Payload is not null).Select(a => a.Payload!.Type),
        _ => [],
    };

    static IEnumerable<string> NamesIn(XdrType type) => type switch
    {
        XdrType.Named n => [n.Name],
        XdrType.Optional o => NamesIn(o.Item),
        XdrType.VarArray a => NamesIn(a.Item),
        XdrType.FixedArray a => NamesIn(a.Item),
        _ => [],
    };
}
