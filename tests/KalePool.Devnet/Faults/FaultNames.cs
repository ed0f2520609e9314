using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace KalePool.Devnet.Faults;

/// <summary>The names under which a plan knows the faults.</summary>
static class FaultNames
{
    static readonly FrozenDictionary<Type, string> Names = typeof(FaultRule).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);

    public static IEnumerable<string> All => Names.Values;

    public static string Of(Type rule) => Names[rule];
}
