using System.Text.Json.Serialization;

namespace KalePool.Backend.Ops.Alerts;

/// <summary>What is to be told: an alert that began, or one that is over.</summary>
/// <param name="EndedAt">Null while it lasts.</param>
public sealed record AlertNotice(Alert Alert, DateTimeOffset? EndedAt);

/// <summary>The body that is posted: for programs, and as Discord shows it.</summary>
/// <param name="State">began or ended.</param>
/// <param name="Content">At most 2,000 characters, as Discord takes.</param>
/// <param name="AllowedMentions">Nobody: the name of a pooler may hold @everyone.</param>
public sealed record AlertMessage(
    string Code, string? Subject, string Text, string State, DateTimeOffset Since, DateTimeOffset? EndedAt, string Username, string Content, IReadOnlyList<AlertEmbed> Embeds, AlertMentions AllowedMentions)
{
    const int MostContent = 2_000;
    const int MostDescription = 4_096;
    const int Red = 0xD0312D;
    const int Green = 0x2E8B57;

    public static AlertMessage Of(AlertNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var (code, subject, text, since, _) = notice.Alert;
        var isOver = notice.EndedAt is not null;
        var state = isOver ? "ended" : "began";
        var about = subject.Length > 0 ? $" {subject}" : "";
        return new AlertMessage(
            code, subject.Length > 0 ? subject : null, text, state, since, notice.EndedAt,
            "KalePool",
            Cut($"{(isOver ? "over" : "ALERT")}: {code}{about}", MostContent),
            [new AlertEmbed(code, Cut(text, MostDescription), isOver ? Green : Red, notice.EndedAt ?? since)],
            new AlertMentions([]));
    }

    /// <summary>Never within a pair of surrogates.</summary>
    static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";
}

/// <param name="Color">As 0xRRGGBB.</param>
public sealed record AlertEmbed(string Title, string Description, int Color, DateTimeOffset Timestamp);

/// <param name="Parse">Kinds of mentions that somebody hears of.</param>
public sealed record AlertMentions(IReadOnlyList<string> Parse);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertMessage))]
sealed partial class AlertJson : JsonSerializerContext;
