using System.Text.Json.Serialization;

namespace KalePool.Pooler.Doctor;

/// <summary>How a check ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
enum Verdict
{
    Ok,

    /// <summary>It works, but not as well or not for as long as it could.</summary>
    Weak,

    /// <summary>The pooler cannot do its work.</summary>
    Wrong,
}

/// <summary>One line of the doctor's.</summary>
/// <param name="Check">What was looked at, a word or two.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do about it; null where nothing is to be done.</param>
sealed record Finding(Verdict Verdict, string Check, string Text, string? Remedy = null)
{
    public static Finding Good(string check, string text) => new(Verdict.Ok, check, text);

    public static Finding Weak(string check, string text, string remedy) => new(Verdict.Weak, check, text, remedy);

    public static Finding Wrong(string check, string text, string remedy) => new(Verdict.Wrong, check, text, remedy);

    public override string ToString() =>
        $"{Verdict switch { Verdict.Ok => "ok", Verdict.Weak => "weak", _ => "WRONG" },-6}{Check,-11}{Text}{(Remedy is null ? "" : $": {Remedy}")}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Finding))]
sealed partial class FindingJson : JsonSerializerContext;
