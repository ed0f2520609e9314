using System.Text.Json;
using System.Text.Json.Serialization;
using KalePool.Stellar.Keys;

namespace KalePool.Devnet.Faults;

/// <summary>What shall go wrong: rules, and the seed from which every decision follows. The first rule that strikes at an occasion is the one.</summary>
public sealed record FaultPlan
{
    const int MaxRules = 200;

    public int Seed { get; set; } = 1;

    public IReadOnlyList<FaultRule> Rules { get; set; } = [];

    /// <exception cref="FaultPlanException">It is none.</exception>
    public static FaultPlan Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FaultPlanJson.Default.FaultPlan) ?? throw new FaultPlanException(["plan: an object expected, not null"]);
        }
        catch (JsonException wrong)
        {
            throw new FaultPlanException([$"{FieldOf(wrong.Path)}: {wrong.Message.Split(" Path: ")[0]}"]);
        }
        catch (NotSupportedException)
        {
            throw new FaultPlanException(["rules: each needs a fault"]);
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FaultPlanJson.Default.FaultPlan);

    /// <summary>Every value that does not fit, by its field's name.</summary>
    internal IReadOnlyList<string> Wrong(FaultLimits limits) =>
    [
        .. Rules.Count > MaxRules ? [$"rules: at most {MaxRules} expected, not {Rules.Count}"] : (IEnumerable<string>)[],
        .. Rules.SelectMany((rule, i) => rule is null ? [$"rules[{i}]: an object expected, not null"] : rule.Wrong(limits).Select(wrong => $"rules[{i}].{wrong}")),
    ];

    internal static IEnumerable<string> WrongAccounts(string field, IReadOnlyList<string>? addresses) => (addresses ?? [])
        .Select((address, i) => StrKey.TryDecode(StrKeyKind.Account, address, out _) ? null : $"{field}[{i}]: an account's address (G…) expected")
        .OfType<string>();

    static string FieldOf(string? path) => path is null or "$" ? "plan" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;
}

/// <summary>A plan that cannot be followed: why, each with the field's name.</summary>
public sealed class FaultPlanException(IReadOnlyList<string> errors) : Exception(string.Join("; ", errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true,
    WriteIndented = true)]
[JsonSerializable(typeof(FaultPlan))]
sealed partial class FaultPlanJson : JsonSerializerContext;
